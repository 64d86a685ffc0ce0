/**
 * A technique without a socket: the server's session called as it is.
 * Payloads go through JSON as they would on a wire.
 */
import { formatCursor } from "../server/cursor.js";
import type { Entry } from "../engine/engine.js";
import { RemoteError } from "../core/errors.js";
import { parseInstance } from "../core/instance.js";
import type { EventMeta, Inbound, Outcome } from "../core/protocol.js";
import type {
  Connection,
  Principal,
  Session,
  Sink,
} from "../server/session.js";
import type {
  Attempt,
  Hear,
  HearPart,
  Transport,
} from "../client/transport.js";

export interface Line {
  /** Resolves when it is there: sends wait for it. */
  readonly open: Promise<void>;
  /** Aborts when it is cut. */
  readonly signal: AbortSignal;
}

/** `line` is asked for at every connection and every send. */
export function inMemoryTransport<Identity>(
  session: Session<Identity>,
  principal: Principal<Identity>,
  line: () => Line,
): Transport {
  let connection: Connection<Identity> | undefined;
  return {
    open: (attempt, hear) =>
      connect(session, principal, line().signal, attempt, hear, (made) => {
        connection = made;
      }),
    answer(answer) {
      if (!line().signal.aborted) connection?.answer(overJson(answer));
    },
    async send(message, signal, hear) {
      await line().open;
      const inbound = overJson(message);
      const wire = line().signal;
      const outcome = hear
        ? await stream(session, principal, inbound, [signal, wire], hear)
        : await session.handle(principal, inbound);
      if (wire.aborted) throw cut(); // the answer is lost on its way
      return overJson(outcome);
    },
  };
}

/** Asks for a part when the last one was handled; leaving ends the handler. */
async function stream<Identity>(
  session: Session<Identity>,
  principal: Principal<Identity>,
  message: Inbound,
  signals: readonly AbortSignal[],
  hear: HearPart,
): Promise<Outcome> {
  const { id } = message;
  const begun = await session.stream(principal, message);
  if (!begun.ok) return { id, ok: false, error: begun.error };
  const { parts } = begun;
  const leave = (): void => void parts.return({ id, ok: true });
  try {
    for (const signal of signals) {
      signal.addEventListener("abort", leave);
      if (signal.aborted) leave();
    }
    for (;;) {
      const { done, value } = await parts.next();
      if (done) return value;
      await hear({ id, data: overJson(value) });
    }
  } finally {
    for (const signal of signals) signal.removeEventListener("abort", leave);
  }
}

async function connect<Identity>(
  session: Session<Identity>,
  principal: Principal<Identity>,
  line: AbortSignal,
  { subscriptions, signal }: Attempt,
  hear: Hear,
  opened: (connection: Connection<Identity>) => void,
): Promise<void> {
  let connection: Connection<Identity> | undefined;
  let waiting = false;
  let resolve: (() => void) | undefined;
  const ended = new Promise<void>((end) => (resolve = end));
  const end = (): void => resolve?.();

  const sink: Sink = {
    waiting: 0,
    written: 0,
    get writable() {
      const room = waiting ? undefined : hear();
      if (room) {
        waiting = true;
        void room.then(() => {
          waiting = false;
          connection?.drained();
        });
      }
      return !waiting;
    },
    hello(hello) {
      hear({ type: "rt.hello", data: overJson(hello) });
    },
    events({ epoch, entries }) {
      for (const entry of entries)
        hear({
          type: entry.type,
          data: JSON.parse(entry.data),
          meta: {
            ...metaOf(entry),
            cursor: formatCursor(epoch, entry.offset),
          },
        });
    },
    heartbeat(cursor) {
      hear({ type: "rt.heartbeat", data: { cursor } });
    },
    gap(gap) {
      hear({ type: "rt.gap", data: overJson(gap) });
    },
    snapshot(snapshot) {
      hear({ type: "rt.snapshot", data: overJson(snapshot) });
    },
    unsubscribed(unsubscribed) {
      hear({ type: "rt.unsubscribed", data: overJson(unsubscribed) });
    },
    close(reason, retryAfterMs) {
      hear({
        type: "rt.close",
        data: { reason, ...(retryAfterMs !== undefined && { retryAfterMs }) },
      });
      end();
    },
  };

  const answer = await session.connect(principal, subscriptions, sink, signal);
  if (!answer.ok) throw new RemoteError(answer.error);
  connection = answer.connection;
  opened(connection);
  const both = [signal, line];
  for (const each of both) {
    each.addEventListener("abort", end);
    if (each.aborted) end();
  }
  await ended;
  for (const each of both) each.removeEventListener("abort", end);
  connection.end();
  if (line.aborted) throw cut();
}

function cut(): RemoteError {
  return new RemoteError({ code: "cut", message: "the line was cut" }, "retry");
}

function metaOf({ id, address, time, headers }: Entry): EventMeta {
  const { channel, params } = parseInstance(address) ?? {
    channel: address,
    params: {},
  };
  return {
    id,
    channel,
    params: { ...params },
    time: new Date(time).toISOString(),
    ...(headers !== undefined && { headers: JSON.parse(headers) }),
  };
}

/** As JSON leaves it: no identity, no `undefined`, no class survives. */
function overJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
