/** From a channel and its parameters to the address in the log, checked. */
import { formatInstance, formatPair } from "../core/instance.js";
import type { Selection } from "../engine/engine.js";
import type { ChannelSpec, ContractSpec, Params } from "../core/spec.js";
import { type Issue, MAX_ISSUES } from "../core/validation.js";

/** Keeps the index of the log, and what a hostile peer can put into it, small. */
export const MAX_ADDRESS_LENGTH = 1_024;

/** One for all channels without parameters. */
const NO_PARAMS: Params = Object.freeze({});

/** A channel instance, or several. */
export interface Place {
  readonly spec: ChannelSpec;
  /** Declared names only, in the schema's order, without those left open. */
  readonly params: Params;
  /** Parameters left open: all their values are meant. */
  readonly open: readonly string[];
  /** The instance's address; of several, a name that no address has. */
  readonly name: string;
}

/** One channel instance. */
export interface Address extends Place {
  readonly address: string;
}

type Refused = { readonly ok: false; readonly issues: readonly Issue[] };
export type ResolvedPlace =
  { readonly ok: true; readonly place: Place } | Refused;
export type ResolvedAddress =
  { readonly ok: true; readonly to: Address } | Refused;

export function channelSpec(
  contract: ContractSpec,
  channel: string,
): ChannelSpec | undefined {
  return Object.hasOwn(contract.channels, channel)
    ? contract.channels[channel]
    : undefined;
}

/** What a message goes to: no parameter may be open. */
export function resolveAddress(
  spec: ChannelSpec,
  given: Readonly<Record<string, unknown>>,
): ResolvedAddress {
  const resolved = resolve(spec, given, false);
  if (!resolved.ok) return resolved;
  const { place } = resolved;
  return { ok: true, to: { ...place, address: place.name } };
}

/** What a subscription is to: parameters may be open where the channel allows it. */
export function resolvePlace(
  spec: ChannelSpec,
  given: Readonly<Record<string, unknown>>,
): ResolvedPlace {
  return resolve(spec, given, spec.wildcard === true);
}

/** What the log is asked for. */
export function selectionOf({ spec, params, open, name }: Place): Selection {
  if (open.length === 0) return { address: name };
  const pairs = Object.keys(spec.params).map((parameter) =>
    Object.hasOwn(params, parameter)
      ? formatPair(parameter, params[parameter]!)
      : undefined,
  );
  const asked = pairs.some((pair) => pair !== undefined);
  return {
    family: spec.name,
    includes: (address) => {
      if (!asked) return true;
      const found = address.slice(address.indexOf("(") + 1, -1).split(",");
      return pairs.every(
        (pair, at) => pair === undefined || pair === found[at],
      );
    },
  };
}

function resolve(
  spec: ChannelSpec,
  given: Readonly<Record<string, unknown>>,
  mayOpen: boolean,
): ResolvedPlace {
  const names = Object.keys(spec.params);
  const params: Record<string, string> = Object.create(null);
  const open: string[] = [];
  const issues: Issue[] = [];
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      if (mayOpen) open.push(name);
      else {
        const message = "is missing: a parameter cannot be left open";
        issues.push({ path: [name], code: "required", message });
      }
      continue;
    }
    const found =
      typeof value === "string"
        ? spec.params[name]!(value)
        : [{ path: [], code: "type", message: "must be a string" }];
    for (const { path, code, message } of found ?? []) {
      issues.push({ path: [name, ...path], code, message });
    }
    params[name] = String(value);
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(spec.params, name)) continue;
    if (issues.length >= MAX_ISSUES) break;
    issues.push({
      path: [name],
      code: "additionalProperties",
      message: "is not a parameter of the channel",
    });
  }
  if (issues.length > 0) return { ok: false, issues };
  const closed = open.length > 0 ? Object.keys(params) : names;
  const name = nameOf(spec.name, params, closed);
  if (name === undefined || name.length > MAX_ADDRESS_LENGTH) {
    const message = "must be well-formed text of moderate length";
    return { ok: false, issues: [{ path: [], code: "format", message }] };
  }
  return {
    ok: true,
    place: {
      spec,
      name,
      open,
      params: closed.length > 0 ? params : NO_PARAMS,
    },
  };
}

function nameOf(
  channel: string,
  params: Params,
  names: readonly string[],
): string | undefined {
  try {
    return formatInstance(channel, params, names);
  } catch {
    return undefined; // half a surrogate pair
  }
}
