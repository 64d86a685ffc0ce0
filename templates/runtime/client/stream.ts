/** Client-to-server messages that are answered in parts. */
import type { StreamOptions } from "../core/channel-types.js";
import type { ClientContext } from "./client-options.js";
import { ValidationError } from "../core/errors.js";
import { iterate } from "./iterate.js";
import { createSend } from "./send.js";
import type { ChannelSpec, Params } from "../core/spec.js";
import type { Issues } from "../core/validation.js";

export type Stream = (
  channel: ChannelSpec,
  params: Params,
  type: string,
  data: unknown,
  options?: StreamOptions,
) => AsyncIterableIterator<unknown>;

/** As {@link createSend}. */
export function createStream(
  context: ClientContext,
  needed: () => void,
): Stream {
  const send = createSend(context, needed);

  return (channel, params, type, data, options = {}) =>
    iterate((offer, end) => {
      const leaving = new AbortController();
      let waiting = 0; // for the consumer
      let last: Promise<void> | undefined;

      const check = (issues: Issues): Promise<void> | undefined =>
        issues &&
        Promise.resolve(last).then(() =>
          end(new ValidationError(`part of ${type}`, issues)),
        );

      send(channel, params, type, data, options, {
        signal: leaving.signal,
        begin({ reply }, extend) {
          // The limit is one of silence; while the consumer is busy, there is none.
          const heard = (): void =>
            extend(waiting ? Infinity : context.replyTimeoutMs);
          return (part) => {
            if (part) {
              waiting++;
              last = check(reply?.(part.data)) ?? offer(part.data);
              void last.then(() => --waiting || heard());
            }
            heard();
            return part && last;
          };
        },
      }).then(
        async () => {
          await last;
          end();
        },
        async (error) => {
          if (!options.signal?.aborted) await last; // what came before is whole
          end(error);
        },
      );
      return () => leaving.abort();
    });
}
