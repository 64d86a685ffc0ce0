/**
 * A client beside its server, for unit tests: the real client core over the
 * server's real session, `authorize` and handlers. Server-side code; browser
 * code must not import it.
 */
import { createAnswers } from "../client/answers.js";
import type { RealtimeClient } from "../core/channel-types.js";
import { createClient } from "../client/client.js";
import type { ClientOptions } from "../client/client-options.js";
import { formatCursor } from "../server/cursor.js";
import { RealtimeError } from "../core/errors.js";
import { inMemoryTransport, type Line } from "./in-memory-transport.js";
import { createSend } from "../client/send.js";
import type { Session } from "../server/session.js";
import type { ContractSpec } from "../core/spec.js";
import { createStream } from "../client/stream.js";
import type { Transport } from "../client/transport.js";

export interface InMemoryOptions<Identity> extends ClientOptions {
  /** Who the client is: what `authenticate` would have found. */
  readonly identity: Identity;
}

/** What a test can do to the client's connection. */
export interface InMemoryControls {
  /**
   * Resolves when every subscription made so far is open or refused: what is
   * published from now on arrives. Rejects where the client was stopped.
   */
  ready(): Promise<void>;
  /** Cuts the connection and keeps it cut; answers on their way are lost. */
  disconnect(): void;
  /** Ends `disconnect`; resolves as `ready` does. */
  reconnect(): Promise<void>;
  /**
   * Makes every cursor that the client holds one of a log that is gone: when
   * it connects the next time, its subscriptions are told of a gap.
   */
  expireHistory(): void;
}

/** A cursor that every server understands and none has given out. */
const EXPIRED = formatCursor("expired", 0);

export function createInMemoryClient<Client extends RealtimeClient, Identity>(
  contract: ContractSpec,
  server: { readonly runtime: { readonly session: Session<Identity> } },
  options: InMemoryOptions<Identity>,
): Client & InMemoryControls {
  let line = createLine();
  line.join();
  let online = true;
  let expired = false;
  let live: AbortSignal | undefined; // of the connection that has said hello
  let stopped: unknown; // why
  const waiting: (() => void)[] = []; // for a change

  const { open, ...rest } = inMemoryTransport(
    server.runtime.session,
    {
      identity: options.identity,
      credentials: {
        token: undefined,
        headers: new Headers(),
        ip: undefined,
        origin: undefined,
        transport: "in-memory",
      },
    },
    () => line,
  );
  const transport: Transport = {
    ...rest,
    async open(attempt, hear) {
      await line.open;
      const subscriptions = attempt.subscriptions.map((asked) =>
        expired && typeof asked.start === "object" && "cursor" in asked.start
          ? { ...asked, start: { cursor: EXPIRED } }
          : asked,
      );
      expired = false;
      await open({ ...attempt, subscriptions }, (message) => {
        const room = hear(message);
        if (message && !message.meta && message.type === "rt.hello") {
          live = attempt.signal;
          changed();
        }
        return room;
      });
    },
  };
  const client = createClient<Client>(contract, transport, {
    backoffBaseMs: 0, // reconnects at once
    ...options,
    createSend,
    createStream,
    createAnswers,
  });

  client.onState((state, error) => {
    if (state === "closed") stopped = error;
    changed();
  });

  const controls: InMemoryControls = {
    async ready() {
      await Promise.resolve(); // the subscriptions of this tick
      for (;;) {
        if (client.state === "idle" || (live && !live.aborted)) return;
        if (client.state === "closed")
          throw stopped ?? new RealtimeError("closed", "the client is closed");
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    disconnect() {
      if (!online) return;
      const { cut } = line;
      online = false;
      line = createLine();
      live = undefined;
      cut();
    },
    reconnect() {
      online = true;
      line.join();
      return controls.ready();
    },
    expireHistory() {
      expired = true;
    },
  };
  return Object.assign(client, controls);

  function changed(): void {
    for (const resolve of waiting.splice(0)) resolve();
  }
}

function createLine(): Line & { join(): void; cut(): void } {
  const cutting = new AbortController();
  let join: (() => void) | undefined;
  const open = new Promise<void>((resolve) => (join = resolve));
  return {
    open,
    signal: cutting.signal,
    join: () => join?.(),
    cut: () => cutting.abort(),
  };
}
