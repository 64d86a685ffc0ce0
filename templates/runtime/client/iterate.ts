/**
 * Values as an async iterable that is pulled: one counts as handled when the
 * consumer asks for the next, so that a slow consumer slows the sender and
 * never fills a buffer.
 */
import type { Unsubscribe } from "../core/channel-types.js";

/**
 * `begin` offers values, each with a promise of its being handled, and
 * returns what stops that; `end` drops those that wait.
 */
export function iterate<Value>(
  begin: (
    offer: (value: Value) => Promise<void>,
    end: (error?: unknown) => void,
  ) => Unsubscribe,
): AsyncGenerator<Value, void, undefined> {
  const offers: { readonly value: Value; readonly done: () => void }[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let failure: unknown;

  const end = (error?: unknown): void => {
    if (ended) return;
    ended = true;
    failure = error;
    stop?.();
    for (const { done } of offers.splice(0)) done();
    wake?.();
  };
  let stop: Unsubscribe | undefined;
  stop = begin(
    (value) =>
      new Promise((done) => {
        offers.push({ value, done });
        wake?.();
      }),
    end,
  );

  const iterator = pull();
  const { return: complete } = iterator;
  iterator.return = (value) => {
    end(); // also where the loop never began, or waits
    return complete.call(iterator, value);
  };
  return iterator;

  async function* pull(): AsyncGenerator<Value, void, undefined> {
    for (;;)
      if (ended) {
        if (failure !== undefined) throw failure;
        return;
      } else if (offers[0]) {
        yield offers[0].value;
        offers.shift()?.done();
      } else await new Promise<void>((resolve) => (wake = resolve));
  }
}
