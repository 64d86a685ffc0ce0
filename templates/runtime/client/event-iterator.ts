/**
 * Events as an async iterable that is pulled: an event counts as handled when
 * the consumer asks for the next one, so that a slow consumer slows the
 * sender and never fills a buffer.
 */
import type { Unsubscribe } from "../core/channel-types.js";
import type { Listener } from "./subscription.js";
import type { ReceivedEvent, ReceivedMeta } from "./transport.js";

/** `listen` begins, and returns what ends it. */
export function iterateEvents(
  listen: (listener: Listener) => Unsubscribe,
): AsyncGenerator<ReceivedEvent, void, undefined> {
  let offer: ReceivedEvent | undefined; // one at a time: the sender waits
  let finish: (() => void) | undefined;
  let wake: (() => void) | undefined;
  let stop: Unsubscribe | undefined;
  let ended = false;
  let failure: unknown;

  const end = (error?: unknown): void => {
    if (ended) return;
    ended = true;
    failure = error;
    stop?.();
    finish?.();
    wake?.();
  };
  const run = (
    data: unknown,
    meta: ReceivedMeta,
    type: string,
  ): Promise<void> =>
    new Promise((done) => {
      offer = { type, data, meta };
      finish = done;
      wake?.();
    });
  stop = listen({ to: "*", run, end });

  const iterator = iterate();
  const { return: complete } = iterator;
  iterator.return = (value) => {
    end(); // also where the loop never began, or waits
    return complete.call(iterator, value);
  };
  return iterator;

  async function* iterate(): AsyncGenerator<ReceivedEvent, void, undefined> {
    for (;;)
      if (ended) {
        if (failure !== undefined) throw failure;
        return;
      } else if (offer) {
        yield offer;
        offer = undefined;
        finish?.();
      } else await new Promise<void>((resolve) => (wake = resolve));
  }
}
