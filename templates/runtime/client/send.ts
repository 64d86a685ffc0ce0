/**
 * Client-to-server messages: one id for all tries, tried again until there is
 * an answer or time is up. The server runs the handler once for an id.
 */
import type { SendOptions } from "../core/channel-types.js";
import type { ClientContext } from "./client-options.js";
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
import type { HearPart } from "./transport.js";

export type Send = (
  channel: ChannelSpec,
  params: Params,
  type: string,
  data: unknown,
  options?: SendOptions,
  parts?: Parts,
) => Promise<unknown>;

/** Hears the parts of an answer that comes in parts. */
export interface Parts {
  /** Cancels, as the signal of the options does. */
  readonly signal: AbortSignal;
  /** `extend` sets the time limit anew, counted from now. */
  begin(spec: CommandSpec, extend: (ms: number) => void): HearPart;
}

/** `needed` is called when a connection of both directions is. */
export function createSend(context: ClientContext, needed: () => void): Send {
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
    parts,
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
        [life, signal, parts?.signal],
        timeoutMs,
        new ReplyTimeout(`${type}: ${timeoutMs} ms`),
        (end, _, extend) =>
          answer(message, spec, end, parts?.begin(spec, extend)),
      );
      if (!parts) assertFits(`reply to ${type}`, spec.reply?.(reply));
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
    hear: HearPart | undefined,
  ): Promise<unknown> {
    let begun = false;
    for (const tries: Tries = { failures: 0 }; ; end.throwIfAborted())
      try {
        const outcome = await scoped(
          clock,
          [end],
          transport.duplex ? Infinity : context.tryTimeoutMs,
          {}, // as if the network had failed
          (signal, _, extend) => {
            const answered = transport.send(
              message,
              signal,
              hear &&
                ((part) => {
                  begun ||= !!part;
                  extend(Infinity);
                  return hear(part);
                }),
            );
            needed();
            return answered;
          },
        );
        if (outcome.ok) return outcome.data;
        throw new RemoteError(outcome.error);
      } catch (failure) {
        const error: Partial<RemoteError> = failure ?? {};
        if (error.kind === "application") throw errorOf(error, spec);
        if (begun)
          throw error.kind ? error : new RemoteError({ code: "interrupted" });
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
