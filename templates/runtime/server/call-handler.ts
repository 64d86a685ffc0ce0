/** One run of a user's handler: its reply, a typed error of the contract, or a failure. */
import { type Answer, type Ended, refuse, type Refusal } from "./answer.js";
import type { Call } from "./check-message.js";
import type { Handler } from "./handler-table.js";
import type { Emit } from "./hooks.js";
import { serialise } from "./json.js";
import { ApplicationError } from "../core/errors.js";
import type { CommandSpec } from "../core/spec.js";

export interface CallContext<Identity> {
  readonly emit: Emit<Identity>;
  readonly channels: object;
  /** Of every clientToServer message. */
  readonly handler: (channel: string, type: string) => Handler<Identity>;
}

/** Never rejects, and calls the handler in a later step. */
export async function callHandler<Identity>(
  context: CallContext<Identity>,
  call: Call<Identity>,
  again: boolean,
  signal: AbortSignal,
): Promise<Ended> {
  const { emit } = context;
  const { channel, type } = call.message;
  const at = { channel, message: type };
  try {
    await undefined; // so that the run is known before the handler begins
    const reply = await run(context, call, again, signal);
    const answer = checkReply(call.spec, reply);
    if (!answer.ok) {
      emit("onError", { where: "reply", error: answer.error, ...at });
    }
    return { answer, settled: true };
  } catch (error) {
    const typed = applicationError(call.spec, error);
    if (typed) return { answer: typed, settled: true };
    emit("onError", { where: "handler", error, ...at });
    return {
      answer: refuse("handler_failed", `${channel} ${type} failed`),
      settled: false,
    };
  }
}

/** What the handler returns or throws. */
export function run<Identity>(
  { handler, channels }: CallContext<Identity>,
  { message, params, identity }: Call<Identity>,
  again: boolean,
  signal: AbortSignal,
): unknown {
  const { channel, type, id, data, headers } = message;
  return handler(channel, type)(data, {
    identity,
    params,
    id,
    again,
    signal,
    channels,
    ...(headers && { headers }),
  });
}

function checkReply({ reply }: CommandSpec, value: unknown): Answer {
  if (!reply) return { ok: true };
  const json = serialise(value);
  const issues = json.ok ? reply(json.value) : json.issues;
  if (json.ok && !issues) return { ok: true, data: json.value };
  return refuse("invalid_reply", "the handler's reply does not fit the schema");
}

/** One of the contract's typed errors, with a payload that fits: as it travels. */
export function applicationError(
  { errors }: CommandSpec,
  error: unknown,
): Refusal | undefined {
  if (!(error instanceof ApplicationError) || !errors) return undefined;
  const { code, message } = error;
  const spec = Object.hasOwn(errors, code) ? errors[code] : undefined;
  if (!spec) return undefined;
  const json = serialise(error.payload);
  if (!json.ok || spec.check(json.value)) return undefined;
  const payload = json.value;
  return { ok: false, error: { code, message, kind: "application", payload } };
}
