/** From a channel and its parameters to the address in the log, checked. */
import { formatInstance } from "../core/instance.js";
import type { ChannelSpec, ContractSpec, Params } from "../core/spec.js";
import type { Issue } from "../core/validation.js";

/** Keeps the index of the log, and what a hostile peer can put into it, small. */
export const MAX_ADDRESS_LENGTH = 1_024;

/** One for all channels without parameters. */
const NO_PARAMS: Params = Object.freeze({});

export type Resolved =
  | {
      readonly ok: true;
      readonly spec: ChannelSpec;
      readonly address: string;
      /** Declared names only, in the schema's order. */
      readonly params: Params;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function channelSpec(
  contract: ContractSpec,
  channel: string,
): ChannelSpec | undefined {
  return Object.hasOwn(contract.channels, channel)
    ? contract.channels[channel]
    : undefined;
}

export function resolveAddress(
  spec: ChannelSpec,
  given: Readonly<Record<string, unknown>>,
): Resolved {
  const names = Object.keys(spec.params);
  const params: Record<string, string> = Object.create(null);
  const issues: Issue[] = [];
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      issues.push({
        path: [name],
        code: "required",
        message: "is missing: a parameter cannot be left open",
      });
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
    issues.push({
      path: [name],
      code: "additionalProperties",
      message: "is not a parameter of the channel",
    });
  }
  if (issues.length > 0) return { ok: false, issues };
  const address = addressOf(spec.name, params, names);
  if (address === undefined || address.length > MAX_ADDRESS_LENGTH) {
    const message = "must be well-formed text of moderate length";
    return { ok: false, issues: [{ path: [], code: "format", message }] };
  }
  return {
    ok: true,
    spec,
    address,
    params: names.length > 0 ? params : NO_PARAMS,
  };
}

function addressOf(
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
