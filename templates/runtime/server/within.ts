import type { Clock } from "../core/clock.js";
import { RealtimeError } from "../core/errors.js";

/** Runs a user's function; rejects when it takes too long. Also what it throws at once. */
export async function within<Value>(
  clock: Clock,
  ms: number,
  run: () => Value | Promise<Value>,
): Promise<Value> {
  const made = run();
  if (!isThenable(made)) return made;
  let cancel: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(ms, () =>
      reject(new RealtimeError("timeout", `no answer within ${ms} ms`)),
    );
  });
  try {
    return await Promise.race([made, late]);
  } finally {
    cancel?.();
  }
}

function isThenable(value: unknown): value is Promise<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}
