/** The user's handlers, looked up and checked once. */
import type { ContractSpec, Params } from "../core/spec.js";

/** What a handler is called with; generated code narrows it. */
export interface HandlerContext<Identity> {
  readonly identity: Identity;
  readonly params: Params;
  readonly id: string;
  readonly again: boolean;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly channels: object;
}

export type Handler<Identity> = (
  data: unknown,
  context: HandlerContext<Identity>,
) => unknown;

/** @throws {TypeError} where a handler of the contract is missing */
export function handlersOf<Identity>(
  contract: ContractSpec,
  handlers: object,
): (channel: string, type: string) => Handler<Identity> {
  const table = new Map<string, Map<string, Handler<Identity>>>();
  const missing: string[] = [];
  for (const [channel, spec] of Object.entries(contract.channels)) {
    const given = own(handlers, channel);
    const of = new Map<string, Handler<Identity>>();
    table.set(channel, of);
    for (const type of Object.keys(spec.clientToServer)) {
      const handler = own(given, type);
      if (typeof handler !== "function") missing.push(`${channel} ${type}`);
      else of.set(type, (data, more) => handler.call(given, data, more));
    }
  }
  if (missing.length > 0) {
    throw new TypeError(`handlers are missing: ${missing.join(", ")}`);
  }
  return (channel, type) => table.get(channel)!.get(type)!;
}

function own(object: unknown, name: string): unknown {
  return typeof object === "object" &&
    object !== null &&
    Object.hasOwn(object, name)
    ? (object as Record<string, unknown>)[name]
    : undefined;
}
