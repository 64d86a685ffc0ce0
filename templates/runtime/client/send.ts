/**
 * Client-to-server messages: one id for all tries, tried again until there is
 * an answer or time is up. The server runs the handler once for an id.
 */
import type { SendOptions } from "../core/channel-types.js";
import { type ClientContext, tokenOf } from "./client-options.js";
import {
  ApplicationError,
  assertFits,
  assertMessage,
  own,
  RealtimeError,
  RemoteError,
  ReplyTimeout,
} from "../core/errors.js";
import { messageId } from "./message-id.js";
import type { Inbound } from "../core/protocol.js";
import { retry, type Tries } from "./retry.js";
import { scoped } from "./scope.js";
import type { ChannelSpec, CommandSpec, Params } from "../core/spec.js";

export type Send = (
  channel: ChannelSpec,
  params: Params,
  type: string,
  data: unknown,
  options?: SendOptions,
) => Promise<unknown>;

export function createSend(context: ClientContext): Send {
  const { clock, life, transport } = context;
  let pending = 0;
  let pendingChars = 0;

  return async (
    { name: channel, clientToServer },
    params,
    type,
    data,
    {
      id = messageId(clock.now()),
      headers,
      signal,
      timeoutMs = context.replyTimeoutMs,
    } = {},
  ) => {
    life.throwIfAborted();
    const spec = own(clientToServer, type);
    if (!spec) throw new RealtimeError("unknown_message", type);
    assertMessage(type, spec, data, headers);

    const message: Inbound = {
      id,
      channel,
      params,
      type,
      data,
      ...(headers && { headers }),
    };
    const chars = JSON.stringify(message).length;
    if (
      pending >= context.maxPendingSends ||
      pendingChars + chars > context.maxPendingChars
    )
      throw new RealtimeError("outbox_full");
    pending++;
    pendingChars += chars;
    try {
      const reply = await scoped(
        clock,
        [life, signal],
        timeoutMs,
        new ReplyTimeout(`${type}: ${timeoutMs} ms`),
        (end) => answer(message, spec, end),
      );
      assertFits(`reply to ${type}`, spec.reply?.(reply));
      return reply;
    } finally {
      pending--;
      pendingChars -= chars;
    }
  };

  /** Tries until there is an answer that another try would not better. */
  async function answer(
    message: Inbound,
    spec: CommandSpec,
    end: AbortSignal,
  ): Promise<unknown> {
    for (const tries: Tries = { failures: 0 }; ; end.throwIfAborted())
      try {
        const outcome = await scoped(
          clock,
          [end],
          context.tryTimeoutMs,
          {}, // as if the network had failed
          async (signal) =>
            transport.send(message, await tokenOf(context), signal),
        );
        if (outcome.ok) return outcome.data;
        throw new RemoteError(outcome.error);
      } catch (failure) {
        const error: Partial<RemoteError> = failure ?? {};
        if (error.kind === "application") throw errorOf(error, spec);
        await retry(context, tries, error, end);
      }
  }
}

/** The contract's own class where it has one for the code. */
function errorOf(
  { code = "", payload }: Partial<RemoteError>,
  { errors = {} }: CommandSpec,
): Error {
  const known = own(errors, code);
  if (!known) return new ApplicationError(code, payload);
  assertFits(`error ${code}`, known.check(payload));
  return new known.error(payload as never); // it was checked
}
