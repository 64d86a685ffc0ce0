/** 2.x messages need not have names; handlers and wires do. */
import type { Json } from "../../../source/json.js";
import { keysOf } from "../../../source/path.js";
import type { Origin } from "../../../source/source-file.js";
import { camelCase } from "../../../typescript/words.js";
import { peekReference, type Context } from "../context.js";
import type { Layers } from "../traits.js";

/** What else there is to name a message by. */
export interface NameHints {
  /** Under `components.messages`. */
  readonly key: string | undefined;
  /** Of the operation that carries this message alone. */
  readonly operationId: string | undefined;
  readonly address: string;
}

/** The best that its author said; no name depends on what other messages there are. */
export function messageNameOf(
  layers: Layers,
  { key, operationId, address }: NameHints,
  context: Context,
): string {
  const title = layers.text("title");
  return (
    given(layers.text("messageId")) ??
    given(layers.text("name")) ??
    given(key) ??
    given(title && camelCase(title)) ??
    given(operationId) ??
    given(payloadNameOf(layers, context)) ??
    fromAddress(address)
  );
}

function given(name: string | undefined): string | undefined {
  return name?.trim() || undefined;
}

/** The key of the component that a `$ref` leads to. */
export function componentKeyOf(
  value: Json,
  origin: Origin,
  context: Context,
): string | undefined {
  const found = peekReference(value, origin, context);
  // What stands in another channel has no name of its own there.
  const isInChannel = keysOf(found?.origin.path)[0] === "channels";
  return isInChannel ? undefined : found?.name;
}

function payloadNameOf({ own }: Layers, context: Context): string | undefined {
  const payload = own.value["payload"];
  return peekReference(payload, own.at("payload"), context)?.name;
}

/** `customers/{id}/orders` is about orders; versions and numbers are about nothing. */
function fromAddress(address: string): string {
  const parts = address.split(/[/.:]+/).filter((part) => part !== "");
  const words = parts.filter(
    (part) => /\p{L}/u.test(part) && !/^v\d+$/i.test(part),
  );
  const last =
    words.findLast((word) => !/[{}]/.test(word)) ??
    words.at(-1)?.replace(/[{}]/g, "");
  return last ?? "message";
}
