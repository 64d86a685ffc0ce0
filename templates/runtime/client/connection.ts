/**
 * Keeps one connection to the server for as long as somebody listens: opens
 * it, watches over it, opens it again from where every subscription stands.
 */
import type { ClientState } from "../core/channel-types.js";
import { type ClientContext, tokenOf } from "./client-options.js";
import { RemoteError } from "../core/errors.js";
import { PROTOCOL_VERSION } from "../core/protocol.js";
import { retry, type Tries } from "./retry.js";
import { scoped } from "./scope.js";
import type { Subscription } from "./subscription.js";
import { keyOf } from "./subscriptions.js";
import type { Message } from "./transport.js";

/** A server that is silent for so many of its heartbeats is gone. */
const SILENT_HEARTBEATS = 2.5;

/** Ends a connection that is to be opened anew at once, with other subscriptions. */
const REOPEN = {};

/** Browsers and workers have these events; Node has not. */
interface Network {
  /** On every platform; a type without it would have nothing in common with Node's. */
  readonly setTimeout: unknown;
  addEventListener?: (
    type: string,
    listener: () => void,
    options: { signal: AbortSignal },
  ) => void;
}

/**
 * Returns what is to be called when the wanted subscriptions have changed: it
 * opens, opens anew where the set is another one, or closes. A failure that
 * trying again cannot mend refuses all subscriptions and stops, until one is
 * wanted anew.
 */
export function createConnection(
  context: ClientContext,
  wanted: () => Map<string, Subscription>,
  setState: (state: ClientState, error?: unknown) => void,
): () => void {
  const { clock, connectTimeoutMs, inFlight, life, stableMs, transport } =
    context;
  let running = false;
  let wait = new AbortController();
  // of the present attempt:
  let asked = new Map<string, Subscription>();
  let interrupt: ((reason: unknown) => void) | undefined;
  let openedAt: number | undefined;
  let hintMs: number | undefined;

  const network: Network = globalThis;
  const onNetwork = (type: string, run: () => void): void =>
    network.addEventListener?.(type, run, { signal: life });
  onNetwork("online", () => wait.abort());
  onNetwork("offline", () =>
    interrupt?.(new RemoteError({ code: "offline" }, "retry")),
  );

  return () => {
    const now = wanted();
    if (!now.size) wait.abort();
    if (!running) {
      if (now.size) void run();
    } else if (
      now.size !== asked.size ||
      [...now].some(([key, one]) => asked.get(key) !== one)
    )
      interrupt?.(REOPEN);
  };

  async function run(): Promise<void> {
    const tries: Tries = { failures: 0 };
    let trying: ClientState = "connecting";
    running = true;
    setState(trying);

    while ((asked = wanted()).size) {
      openedAt = hintMs = undefined;
      const error: Partial<RemoteError> | undefined = await scoped(
        clock,
        [life],
        connectTimeoutMs,
        new RemoteError({ code: "silent" }, "retry"),
        attempt,
      ).then(
        () => undefined,
        (failure) => failure ?? undefined,
      );
      if (error === REOPEN || life.aborted) continue;
      if (openedAt !== undefined) {
        trying = "recovering";
        tries.refreshed = false;
        if (clock.now() - openedAt >= stableMs) tries.failures = 0;
      }
      if ((error?.recovery ?? "retry") === "retry") setState(trying, error);
      wait = new AbortController();
      try {
        await retry(context, tries, error ?? {}, wait.signal, hintMs);
      } catch {
        running = false;
        setState("closed", error);
        for (const one of asked.values()) one.refuse(error);
        return;
      }
    }
    running = false;
    setState("idle");
  }

  async function attempt(
    signal: AbortSignal,
    abort: (reason?: unknown) => void,
    extend: (ms: number) => void,
  ): Promise<void> {
    interrupt = abort;
    let limitMs = connectTimeoutMs;
    const token = await tokenOf(context);
    const subscriptions = [...asked.values()].map((one) => one.request());
    await transport.open({ subscriptions, token, signal }, (message) => {
      // After its end, a transport that still talks is not listened to.
      if (signal.aborted) return undefined;
      if (message) hear(message);
      const room = inFlight.ready();
      extend(room ? Infinity : limitMs); // while we do not read, nothing can come
      return room?.then(() => extend(limitMs));
    });

    function hear(message: Message): void {
      const { type, data, meta } = message;
      if (meta) return asked.get(keyOf(meta))?.receive(message);
      switch (type) {
        case "rt.hello":
          if (data.protocol !== PROTOCOL_VERSION)
            return abort(new RemoteError({ code: "protocol" }));
          openedAt = clock.now();
          limitMs = data.heartbeatMs * SILENT_HEARTBEATS;
          for (const result of data.channels) {
            const key = keyOf(result);
            const one = asked.get(key);
            if (result.ok) one?.hello(result.cursor);
            else {
              asked.delete(key);
              one?.refuse(new RemoteError(result.error));
            }
          }
          return setState("open");
        case "rt.heartbeat":
          for (const one of asked.values()) one.reached(data.cursor);
          return;
        case "rt.gap":
        case "rt.snapshot":
          return asked.get(keyOf(data))?.receive(message);
        case "rt.close":
          hintMs = data.retryAfterMs ?? hintMs;
          return abort(null);
        case "rt.retry":
          hintMs = data;
      }
    }
  }
}
