/** The rules of a Contract, whatever it was written in. */
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { didYouMean } from "../diagnostics/did-you-mean.js";
import { at, pointerOf } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { mayAccept, propertiesOf } from "./accepts.js";
import { parseAddress } from "./address.js";
import type { Assertion, DefinitionId } from "./assertion.js";
import { Emptiness } from "./emptiness.js";
import type { Json } from "../source/json.js";
import type { Channel, Contract, Message } from "./model.js";
import { innerFirst, messagesOf, referencesIn } from "./walk.js";

/** What is wrong with a value. */
export interface Problem {
  /** Where, from the root of the value. */
  readonly path: readonly (string | number)[];
  /** What was expected there, in English, without the value: `is required`. */
  readonly message: string;
}

/** The first thing that is wrong with a value by the schema, if anything is. */
export type Validate = (
  value: Json,
  schema: Assertion,
  definitions: Contract["definitions"],
) => Problem | undefined;

/** @param top Where to point when the contract as a whole is at fault. */
export function checkContract(
  contract: Contract,
  diagnostics: Diagnostics,
  top: Origin,
  validate: Validate,
): void {
  const { channels } = contract;
  // What could not be lowered was reported: it is no sign of an empty contract.
  if (!diagnostics.failed) checkEmpty(contract, diagnostics, top);
  const isBounded = checkChains(contract, diagnostics);
  for (const channel of channels) {
    checkName(channel.name, "channel", channel.origin, diagnostics);
    checkWireLength(channel, diagnostics);
    checkAddress(channel, diagnostics);
    checkWildcard(channel, diagnostics);
    if (!isBounded) continue;
    checkParameters(channel, contract, diagnostics);
    for (const message of messagesOf(channel)) {
      checkMessage(message, contract, diagnostics, validate);
    }
  }
  if (isBounded) checkFit(contract, diagnostics);
}

function isEmpty(channel: Channel): boolean {
  return messagesOf(channel).length === 0;
}

function checkEmpty(
  { channels }: Contract,
  diagnostics: Diagnostics,
  top: Origin,
): void {
  const target = { ...at(top, "channels"), part: "key" } as const;
  if (channels.length === 0) {
    diagnostics.report("contract-empty", target, {});
  } else if (channels.every(isEmpty)) {
    diagnostics.report("contract-no-messages", target, {});
  } else {
    for (const { name: channel, origin } of channels.filter(isEmpty)) {
      const target = { ...origin, part: "key" } as const;
      diagnostics.report("channel-no-messages", target, { channel });
    }
  }
}

function checkMessage(
  message: Message,
  contract: Contract,
  diagnostics: Diagnostics,
  validate: Validate,
): void {
  const { name, payload, headers, origin } = message;
  const { definitions } = contract;
  checkName(name, "message", origin, diagnostics);
  if (headers && !mayAccept(headers, "object", definitions)) {
    const target = at(origin, "headers");
    diagnostics.report("headers-not-object", target, { message: name });
  }
  checkProperties(message, contract, diagnostics);
  for (const error of message.errors) {
    if (!/^[a-z][\w.-]{0,99}$/i.test(error.code)) {
      const target = { ...error.origin, part: "key" } as const;
      diagnostics.report("error-code", target, { name: error.code });
    }
  }
  for (const { value, origin } of message.examples) {
    const found = validate(value, payload, definitions);
    if (!found) continue;
    const target = found.path.reduce(at, origin);
    const where = pointerOf(target.path).slice(pointerOf(origin.path).length);
    const problem = `${where} ${found.message}`.trimStart();
    diagnostics.report("example-invalid", target, { message: name, problem });
  }
}

/** Payloads that no value fits: their messages can never be sent. */
function checkFit(
  { channels, definitions }: Contract,
  diagnostics: Diagnostics,
): void {
  const emptiness = new Emptiness(definitions);
  for (const { name, payload, reply } of channels.flatMap(messagesOf)) {
    for (const [schema, what] of [
      [payload, "payload"],
      [reply?.payload, "reply"],
    ] as const) {
      // `false` says so itself.
      if (!schema || schema.checks[0]?.kind === "never") continue;
      if (emptiness.mayFit(schema)) continue;
      const property = emptiness.impossibleProperty(schema);
      const why =
        property === undefined
          ? "what it demands contradicts itself"
          : `"${property}" is required, and nothing fits it`;
      const params = { what, message: name, why };
      diagnostics.report("payload-impossible", schema.origin, params);
    }
  }
}

/** `key` and `latestBy` name a property of the payload. */
function checkProperties(
  { name: message, key, latestBy, payload, origin }: Message,
  { definitions }: Contract,
  diagnostics: Diagnostics,
): void {
  if (key === undefined && latestBy === undefined) return;
  const properties = propertiesOf(payload, definitions);
  const has = (setting: "key" | "latestBy", property: string): boolean => {
    if (properties.has(property)) return true;
    const target = at(origin, setting);
    const params = { setting, property, message };
    const fix = didYouMean(property, properties.keys());
    diagnostics.report("property-not-in-payload", target, params, fix);
    return false;
  };
  if (key !== undefined) has("key", key);
  if (latestBy === undefined || !has("latestBy", latestBy)) return;
  const schemas = properties.get(latestBy) ?? [];
  const mayBeScalar = schemas.some((schema) =>
    SCALARS.some((type) => mayAccept(schema, type, definitions)),
  );
  if (schemas.length > 0 && !mayBeScalar) {
    const target = at(origin, "latestBy");
    const params = { property: latestBy, message };
    diagnostics.report("latest-by-not-scalar", target, params);
  }
}

/** What values can be told apart by. */
const SCALARS = ["string", "number", "integer", "boolean"] as const;

function checkName(
  name: string,
  kind: "channel" | "message" | "parameter",
  origin: Origin,
  diagnostics: Diagnostics,
): void {
  const target = { ...origin, part: "key" } as const;
  if (name.startsWith("rt.") && kind !== "parameter") {
    diagnostics.report("name-reserved", target, { name, kind });
  }
  const problem = unfitFor(name);
  if (problem !== undefined) {
    const clipped = clip(name);
    diagnostics.report("name-unfit", target, { name: clipped, kind, problem });
  }
}

/** An instance is named on every wire, as in `orders(customerId=42)`: the values need room. */
function checkWireLength(
  { name, parameters, origin }: Channel,
  diagnostics: Diagnostics,
): void {
  const length = [name, ...parameters.map(({ name }) => `${name}=,`)].reduce(
    (sum, part) => sum + wireLength(part),
    0,
  );
  if (length <= MAX_WIRE_LENGTH || unfitFor(name) !== undefined) return;
  const problem = `with its parameters it takes ${length} bytes on the wire, and ${MAX_WIRE_LENGTH} are the most`;
  const target = { ...origin, part: "key" } as const;
  const params = { name: clip(name), kind: "channel", problem };
  diagnostics.report("name-unfit", target, params);
}

/** Half of what the runtime takes for an instance with its values. */
const MAX_WIRE_LENGTH = 512;

/** Each byte of a character that is no letter or digit of ASCII takes three. */
function wireLength(text: string): number {
  const escaped = text.replace(/[\w.~-]+/g, "");
  const bytes = new TextEncoder().encode(escaped).length;
  return text.length - escaped.length + 3 * bytes;
}

function clip(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

/** What keeps a name off the wires; all else is escaped where it must be. */
function unfitFor(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (/\p{Cc}/u.test(name)) return "it holds a control character";
  if (/\p{Cs}/u.test(name)) return "it holds half of a surrogate pair";
  if (name.length > 500) return "it is longer than 500 characters";
  return undefined;
}

function checkAddress(channel: Channel, diagnostics: Diagnostics): void {
  const { address } = channel;
  const target = at(channel.origin, "address");
  const { parameters, problem } = parseAddress(address);
  if (problem !== undefined) {
    diagnostics.report("address-braces", target, { address, problem });
  }
  // Without an address the name is one, and is checked as such.
  const unfit = address === channel.name ? undefined : unfitFor(address);
  if (unfit !== undefined) {
    diagnostics.report("name-unfit", target, {
      name: clip(address),
      kind: "channel's address",
      problem: unfit,
    });
  }
  const declared = channel.parameters.map(({ name }) => name);
  for (const parameter of parameters) {
    if (declared.includes(parameter)) continue;
    diagnostics.report(
      "parameter-undeclared",
      target,
      { parameter },
      didYouMean(
        parameter,
        declared.filter((name) => !parameters.includes(name)),
      ),
    );
  }
  for (const { name: parameter, origin } of channel.parameters) {
    if (parameters.includes(parameter)) continue;
    const target = { ...origin, part: "key" } as const;
    diagnostics.report("parameter-unaddressed", target, { parameter, address });
  }
}

function checkParameters(
  channel: Channel,
  { definitions }: Contract,
  diagnostics: Diagnostics,
): void {
  for (const { name, schema, origin } of channel.parameters) {
    checkName(name, "parameter", origin, diagnostics);
    if (!mayAccept(schema, "string", definitions)) {
      diagnostics.report("parameter-not-text", origin, { parameter: name });
    }
  }
}

function checkWildcard(
  { name: channel, wildcard, parameters, origin }: Channel,
  diagnostics: Diagnostics,
): void {
  if (!wildcard || parameters.length > 0) return;
  const target = { ...at(origin, "wildcard"), part: "key" } as const;
  diagnostics.report("wildcard-no-parameters", target, { channel });
}

/** Longer chains are taken for an attack on the compiler's stack. */
const MAX_CHAIN = 200;

/**
 * Definitions that lead to themselves, or on and on, while looking at the same
 * value. `false`: no recursion may follow them.
 */
function checkChains(
  { definitions }: Contract,
  diagnostics: Diagnostics,
): boolean {
  const next = (id: DefinitionId): readonly DefinitionId[] => {
    const definition = definitions.get(id);
    return definition ? referencesIn(definition.schema, true) : [];
  };
  const ordered = innerFirst(definitions.keys(), next, (id) => {
    const definition = definitions.get(id);
    if (!definition) return;
    const { name, schema } = definition;
    diagnostics.report("type-circular", schema.origin, { name });
  });
  const lengths = new Map<DefinitionId, number>();
  for (const id of ordered) {
    let length = 0;
    for (const inner of next(id))
      length = Math.max(length, lengths.get(inner) ?? 0);
    lengths.set(id, ++length);
    if (length <= MAX_CHAIN) continue;
    const origin = definitions.get(id)?.schema.origin;
    diagnostics.report("schema-chain", origin, { limit: MAX_CHAIN });
    return false;
  }
  return true;
}
