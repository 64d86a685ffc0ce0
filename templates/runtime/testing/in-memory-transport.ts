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
import type { Attempt, Hear, Transport } from "../client/transport.js";

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
  return {
    open: (attempt, hear) =>
      connect(session, principal, line().signal, attempt, hear),
    async send(message) {
      await line().open;
      const { signal } = line();
      const outcome = await session.handle(
        principal,
        overJson<Inbound>(message),
      );
      if (signal.aborted) throw cut(); // the answer is lost on its way
      return overJson<Outcome>(outcome);
    },
  };
}

async function connect<Identity>(
  session: Session<Identity>,
  principal: Principal<Identity>,
  line: AbortSignal,
  { subscriptions, signal }: Attempt,
  hear: Hear,
): Promise<void> {
  let connection: Connection | undefined;
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
