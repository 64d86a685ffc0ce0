import type { Clock } from "../core/clock.js";
import { RealtimeError } from "../core/errors.js";

/** Runs a user's function; rejects when it takes too long. Also what it throws at once. */
export function within<Value>(
  clock: Clock,
  ms: number,
  run: () => Value | Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () =>
      reject(new RealtimeError("timeout", `no answer within ${ms} ms`)),
    );
    const done =
      <Result>(settle: (result: Result) => void) =>
      (result: Result) => {
        cancel();
        settle(result);
      };
    new Promise<Value>((start) => start(run())).then(
      done(resolve),
      done(reject),
    );
  });
}
