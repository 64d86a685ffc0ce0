/** The one primitive for time limits, cancelling and waiting of the client. */
import type { Clock } from "../core/clock.js";

/**
 * Runs a task that ends after `ms` with the reason `late`, or with any of
 * the parents, or by its own `abort`. Settles with the task, or rejects as
 * soon as the signal aborts, whatever the task does then; the signal is
 * aborted after the end in any case, so that nothing is left open. `extend`
 * sets the limit anew, counted from now.
 */
export function scoped<T>(
  clock: Clock,
  parents: readonly (AbortSignal | undefined)[],
  ms: number,
  late: unknown,
  task: (
    signal: AbortSignal,
    abort: (reason?: unknown) => void,
    extend: (ms: number) => void,
  ) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (reason?: unknown): void => controller.abort(reason);
  let cancel: (() => void) | undefined;
  const extend = (ms: number): void => {
    cancel?.();
    if (!signal.aborted) cancel = clock.after(ms, () => abort(late));
  };
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener("abort", () => {
      cancel?.();
      reject(signal.reason);
    });
    extend(ms);
    for (const parent of parents) {
      const follow = (): void => abort(parent?.reason);
      if (parent?.aborted) follow();
      // `signal` takes the listener off: a parent outlives many scopes
      else parent?.addEventListener("abort", follow, { signal });
    }
    task(signal, abort, extend).then(resolve, reject).finally(abort);
  });
}

/** Resolves after so many milliseconds, or when the signal aborts. */
export function sleep(
  clock: Clock,
  signal: AbortSignal,
  ms: number,
): Promise<void> {
  return scoped(
    clock,
    [signal],
    ms,
    0,
    () => new Promise<void>(() => {}),
  ).catch(() => {});
}
