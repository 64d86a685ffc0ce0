/** What of a contract has no place in another language. */
import { techniques } from "../advice/choices.js";
import type { ConvertTarget } from "../advice/choices.js";
import type { Bindings, Contract } from "../contract/model.js";
import { messagesOf } from "../contract/walk.js";
import type { JsonObject } from "../source/json.js";
import { fromEntries, unlessEmpty } from "./members.js";

/** Each the rest of a sentence, such as `the servers production, test`. */
export function leftOut(
  contract: Contract,
  to: ConvertTarget,
): readonly string[] {
  switch (to) {
    case "native":
      return leftOutOfNative(contract);
    case "asyncapi":
      return leftOutOfAsyncapi(contract);
    case "jsonschema":
      // It is about schemas, and nobody expects more of it.
      return [];
    default:
      return to satisfies never;
  }
}

function leftOutOfNative(contract: Contract): readonly string[] {
  const { channels, servers = [], securitySchemes = [] } = contract;
  const messages = channels.flatMap(messagesOf);
  const bindings = [contract, ...channels, ...messages].flatMap((owner) =>
    Object.keys(owner.bindings).filter((id) => !isNative(id)),
  );
  return [
    ...named("server", servers),
    ...named("security scheme", securitySchemes),
    ...(messages.some(({ correlationId }) => correlationId !== undefined)
      ? ["correlation IDs"]
      : []),
    ...(messages.some(({ reply }) => reply?.replyTo !== undefined)
      ? ["addresses of replies"]
      : []),
    ...[...new Set(bindings)].map((id) => `the bindings of ${id}`),
  ];
}

/** The Contract keeps of them that they come down to a bearer token. */
function leftOutOfAsyncapi({
  securitySchemes = [],
}: Contract): readonly string[] {
  return securitySchemes.flatMap((scheme) =>
    scheme.kind === "bearer" && scheme.issuer !== "http"
      ? [`where security scheme ${scheme.name} gets its tokens`]
      : [],
  );
}

/** Those that it has. */
export function nativeBindings(bindings: Bindings): JsonObject | undefined {
  return unlessEmpty(
    fromEntries(Object.entries(bindings).filter(([id]) => isNative(id))),
  );
}

function isNative(id: string): boolean {
  return id.startsWith("x-") || (techniques as readonly string[]).includes(id);
}

function named(
  what: string,
  list: readonly { readonly name: string }[],
): string[] {
  if (list.length === 0) return [];
  const names = list.map(({ name }) => name).join(", ");
  return [`the ${what}${list.length === 1 ? "" : "s"} ${names}`];
}
