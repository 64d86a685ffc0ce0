/**
 * Keeps one connection to the server for as long as it is needed: opens it,
 * watches over it, opens it again from where every subscription stands.
 */
import type { ClientState } from "../core/channel-types.js";
import type { ClientContext } from "./client-options.js";
import { RemoteError } from "../core/errors.js";
import { keyOf } from "./key-of.js";
import {
  PROTOCOL_VERSION,
  type SubscribeRequest,
  type SubscribeResult,
  type WireError,
} from "../core/protocol.js";
import { retry, type Tries } from "./retry.js";
import { scoped } from "./scope.js";
import type { Subscription } from "./subscription.js";
import type { Instance, Message } from "./transport.js";

/** A server that is silent for so many of its heartbeats is gone. */
const SILENT_HEARTBEATS = 2.5;

/** Ends a connection that is to be opened anew at once, with other subscriptions, or not needed. */
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
 * Returns what is to be called when the wanted subscriptions have changed, or
 * a send needs a connection: it opens, changes what the connection is
 * subscribed to, or closes. A failure that trying again cannot mend refuses
 * all subscriptions and stops, until one is wanted anew.
 */
export function createConnection(
  context: ClientContext,
  wanted: () => Set<Subscription>,
  setState: (state: ClientState, error?: unknown) => void,
): () => void {
  const { clock, connectTimeoutMs, inFlight, life, stableMs, transport } =
    context;
  const { duplex } = transport;
  let running = false;
  let wait = new AbortController();
  // of the present attempt:
  let asked = new Set<Subscription>();
  let changing = false; // until the server has answered
  let paused = false; // by a duplex: more waits than it may bring
  let interrupt: ((reason?: unknown) => void) | undefined;
  let openedAt: number | undefined;
  let hintMs: number | undefined;

  const network: Network = globalThis;
  const onNetwork = (type: string, run: () => void): void =>
    network.addEventListener?.(type, run, { signal: life });
  onNetwork("online", () => wait.abort());
  onNetwork("offline", () =>
    interrupt?.(new RemoteError({ code: "offline" }, "retry")),
  );

  const needed = (): boolean =>
    !life.aborted && (wanted().size > 0 || !!duplex?.busy());

  return () => {
    if (!needed()) {
      wait.abort();
      interrupt?.(REOPEN);
    } else if (running) void update();
    else void run();
  };

  async function run(): Promise<void> {
    const tries: Tries = { failures: 0 };
    let trying: ClientState = "connecting";
    running = true;
    setState(trying);

    while (needed()) {
      openedAt = hintMs = undefined;
      let error: Partial<RemoteError> | undefined;
      try {
        const silent = new RemoteError({ code: "silent" }, "retry");
        await scoped(clock, [life], connectTimeoutMs, silent, attempt);
      } catch (failure) {
        error = failure ?? undefined;
      }
      if (error === REOPEN || life.aborted) continue;
      if (openedAt !== undefined) {
        trying = "recovering";
        const stable = clock.now() - openedAt >= stableMs;
        if (stable) tries.failures = 0;
        // A new token that is good for no more than opening is not good.
        if (stable || error?.recovery !== "authenticate")
          tries.refreshed = false;
      }
      if ((error?.recovery ?? "retry") === "retry") setState(trying, error);
      wait = new AbortController();
      try {
        await retry(context, tries, error, wait.signal, hintMs);
      } catch {
        running = false;
        setState("closed", error);
        for (const one of wanted()) one.refuse(error);
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
    asked = duplex ? new Set() : wanted();
    changing = true; // until the hello
    let limitMs = connectTimeoutMs;
    const subscriptions = await requestsOf([...asked]);
    await transport.open({ subscriptions, signal }, (message) => {
      // After its end, a transport that still talks is not listened to.
      if (signal.aborted) return undefined;
      if (message) hear(message);
      const room = inFlight.ready(duplex?.maxWaiting);
      if (duplex && room) pause(room);
      extend(room && !duplex ? Infinity : limitMs); // while we do not read, nothing can come
      return room?.then(() => extend(limitMs));
    });

    function hear(message: Message): void {
      const { type, data, meta } = message;
      if (meta) {
        for (const one of asked) if (one.includes(meta)) one.receive(message);
        return;
      }
      switch (type) {
        case "rt.hello":
          if (data.protocol !== PROTOCOL_VERSION)
            return abort(new RemoteError({ code: "protocol" }));
          openedAt = clock.now();
          limitMs = data.heartbeatMs * SILENT_HEARTBEATS;
          return answered(data.channels);
        case "rt.subscribed":
          return answered(data.channels);
        case "rt.unsubscribed":
          if (data.error) refused(data, data.error);
          return;
        case "rt.heartbeat":
          for (const one of asked) one.reached(data.cursor);
          if (!needed()) abort(REOPEN);
          return;
        case "rt.gap":
        case "rt.snapshot":
          return of(data)?.receive(message);
        case "rt.close":
          hintMs = data.retryAfterMs ?? hintMs;
          return abort(null);
        case "rt.retry":
          hintMs = data;
      }
    }
  }

  /** Asks for what is wanted now: by opening anew, or on the connection, one change at a time. */
  async function update(): Promise<void> {
    const now = paused ? new Set<Subscription>() : wanted();
    const more = [...now].filter((one) => !asked.has(one));
    const fewer = [...asked].filter((one) => !now.has(one));
    if (more.length + fewer.length === 0) return;
    const abort = interrupt;
    if (!duplex) abort?.(REOPEN);
    else if (!changing)
      try {
        changing = more.length > 0;
        asked = now;
        const requests = await requestsOf(more);
        if (abort !== interrupt) return; // that connection is over
        duplex.change(
          fewer.map(({ instance }) => instance),
          requests,
        );
      } catch (error) {
        abort?.(error);
      }
  }

  function answered(results: readonly SubscribeResult[]): void {
    changing = false;
    for (const result of results)
      if (result.ok) of(result)?.joined(result.cursor);
      else refused(result, result.error);
    void update(); // what has changed meanwhile
    if (!changing) setState("open");
  }

  function refused(instance: Instance, error: WireError): void {
    const one = of(instance);
    if (one) asked.delete(one);
    one?.refuse(new RemoteError(error));
  }

  function of(instance: Instance): Subscription | undefined {
    const key = keyOf(instance);
    return [...asked].find((one) => one.key === key);
  }

  /** Unsubscribes from everything until there is room: positions stay, nothing is lost. */
  function pause(room: Promise<void>): void {
    if (paused) return;
    paused = true;
    void update();
    void room.then(() => {
      paused = false;
      void update();
    });
  }
}

function requestsOf(
  subscriptions: readonly Subscription[],
): Promise<SubscribeRequest[]> {
  return Promise.all(subscriptions.map((one) => one.request()));
}
