/** Answers in parts: from a user's generator to checked parts, one when the next is asked for. */
import { applicationError, type CallContext, run } from "./call-handler.js";
import type { Call } from "./check-message.js";
import { type Ended, refuse } from "./answer.js";
import { serialise } from "./json.js";
import type { ServerClock } from "./server-clock.js";
import type { Parts } from "./session.js";
import { RealtimeError } from "../core/errors.js";

export interface StreamContext<Identity> extends CallContext<Identity> {
  readonly clock: ServerClock;
  /** For one part. */
  readonly timeoutMs: number;
}

/**
 * @param abort the handler's signal: aborted when nobody waits for parts any more
 * @param ended told once, before the outcome is
 */
export function streamParts<Identity>(
  context: StreamContext<Identity>,
  call: Call<Identity>,
  again: boolean,
  abort: AbortController,
  ended: (end: Ended) => Promise<void>,
): Parts {
  const parts = make(context, call, again, abort, ended);
  const next = parts.next.bind(parts);
  const complete = parts.return.bind(parts);
  let begun = false;
  parts.next = () => {
    begun = true;
    return next();
  };
  parts.return = async (outcome) => {
    abort.abort(); // at once, though a part may be under way
    const completed = complete(outcome);
    if (!begun) {
      begun = true;
      await ended(CANCELLED); // a generator that never began has no end
    }
    return completed;
  };
  return parts;
}

async function* make<Identity>(
  context: StreamContext<Identity>,
  call: Call<Identity>,
  again: boolean,
  abort: AbortController,
  ended: (end: Ended) => Promise<void>,
): Parts {
  const { emit } = context;
  const { signal } = abort;
  const { message, spec } = call;
  const { channel, type, id } = message;
  const at = { channel, message: type };
  let end = CANCELLED;
  let iterator: AsyncIterator<unknown> | undefined;
  try {
    iterator = iteratorOf(await run(context, call, again, signal));
    for (;;) {
      const next = await nextPart(context, iterator, signal);
      if (next === LATE) {
        const late = "the handler did not make a part in time";
        end = { answer: refuse("handler_timeout", late), settled: false };
        break;
      }
      if (next.done) {
        end = { answer: { ok: true }, settled: true };
        break;
      }
      const json = serialise(next.value);
      const issues = json.ok ? spec.reply?.(json.value) : json.issues;
      if (!json.ok || issues) {
        const answer = refuse(
          "invalid_reply",
          "a part does not fit the schema",
        );
        emit("onError", { where: "reply", error: answer.error, ...at });
        end = { answer, settled: true };
        break;
      }
      yield json.value;
    }
  } catch (error) {
    const typed = applicationError(spec, error);
    if (typed) end = { answer: typed, settled: true };
    else if (signal.reason === CLOSING) {
      end = { answer: closing(), settled: false };
    } else if (!signal.aborted) {
      emit("onError", { where: "handler", error, ...at });
      const answer = refuse("handler_failed", `${channel} ${type} failed`);
      end = { answer, settled: false };
    }
  } finally {
    if (!end.answer.ok) {
      abort.abort();
      // Not waited for: a generator may hang in what it waits for.
      if (iterator) void leave(iterator);
    }
    await ended(end);
  }
  return { id, ...end.answer };
}

/** The reason of signals that abort because the server closes. */
export const CLOSING = new RealtimeError("shutting_down");
const CANCELLED: Ended = {
  answer: refuse("cancelled", "nobody waits for the answer any more"),
  settled: false,
};
const closing = () => refuse("shutting_down", "the server is shutting down");
const LATE = Symbol("late");

function iteratorOf(made: unknown): AsyncIterator<unknown> {
  return (made as AsyncIterable<unknown>)[Symbol.asyncIterator]();
}

/** Rejects as soon as the signal aborts. */
function nextPart<Identity>(
  { clock, timeoutMs }: StreamContext<Identity>,
  iterator: AsyncIterator<unknown>,
  signal: AbortSignal,
): Promise<IteratorResult<unknown> | typeof LATE> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const cancel = clock.after(timeoutMs, () => resolve(LATE));
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort);
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => {
        cancel();
        signal.removeEventListener("abort", abort);
      });
  });
}

async function leave(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // Its outcome is known already.
  }
}
