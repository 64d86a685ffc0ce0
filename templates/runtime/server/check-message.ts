/** Everything that can be wrong with a message before its handler runs. */
import { channelSpec, resolveAddress } from "./address.js";
import { refuse, type Refusal } from "./answer.js";
import type { Gate } from "./authorize.js";
import type { ServerClock } from "./server-clock.js";
import type { Principal } from "./session.js";
import { invalid } from "./wire-error.js";
import type { Inbound } from "../core/protocol.js";
import type { CommandSpec, ContractSpec, Params } from "../core/spec.js";
import { hashText } from "../engine/hash.js";

export interface CheckContext<Identity> {
  readonly contract: ContractSpec;
  readonly gate: Gate<Identity>;
  readonly clock: ServerClock;
  /** A stable name for an identity. */
  readonly identify: (identity: Identity) => string;
}

/** A message that passed every check. */
export interface Call<Identity> {
  readonly message: Inbound;
  readonly spec: CommandSpec;
  readonly params: Params;
  readonly identity: Identity;
  /** What its claim is known by: one message of one identity, however often it is sent. */
  readonly key: string;
  /** Hash of data and headers: the same in every resend. */
  readonly body: string;
  /** The identity's name. */
  readonly owner: string;
}

export type Checked<Identity> =
  { readonly ok: true; readonly call: Call<Identity> } | Refusal;

/** Rejects where `identify` throws. */
export async function checkMessage<Identity>(
  context: CheckContext<Identity>,
  principal: Principal<Identity>,
  message: Inbound,
): Promise<Checked<Identity>> {
  const { contract, gate, clock, identify } = context;
  const { channel, type } = message;
  const name = `${channel} ${type}`;
  const { identity, expiresAt = Infinity } = principal;
  const channelOf = channelSpec(contract, channel);
  if (!channelOf) return refuse("unknown_channel", `no channel ${channel}`);
  const commands = channelOf.clientToServer;
  const spec = Object.hasOwn(commands, type) ? commands[type] : undefined;
  if (!spec) {
    return refuse("unknown_message", `no message ${name} to the server`);
  }
  const resolved = resolveAddress(channelOf, message.params);
  if (!resolved.ok) {
    return {
      ok: false,
      error: invalid(`params of ${channel}`, resolved.issues),
    };
  }
  const issues = spec.check(message.data);
  if (issues) return { ok: false, error: invalid(name, issues) };
  const headerIssues = spec.headers?.(message.headers ?? {});
  if (headerIssues) {
    return { ok: false, error: invalid(`headers of ${name}`, headerIssues) };
  }
  if (clock.now() >= expiresAt) {
    return refuse("unauthenticated", "the token has expired");
  }
  const { params, address } = resolved.to;
  const permission = await gate.allow(principal, {
    action: "send",
    channel,
    params,
    open: [],
    message: type,
    scopes: spec.scopes ?? [],
  });
  if (!permission.ok) return permission;
  const body = bodyOf(message);
  if (body === undefined) {
    const deep = { path: [], code: "type", message: "is nested too deeply" };
    return { ok: false, error: invalid(name, [deep]) };
  }
  const owner = identify(identity);
  const key = JSON.stringify([owner, address, type, message.id]);
  const call = { message, spec, params, identity, key, body, owner };
  return { ok: true, call };
}

/** `undefined` where no text can be made of it. */
function bodyOf({ data, headers }: Inbound): string | undefined {
  try {
    return hashText(JSON.stringify([data, headers]));
  } catch {
    return undefined; // the stack is not high enough
  }
}
