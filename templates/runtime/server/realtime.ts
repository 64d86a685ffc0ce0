/**
 * The runtime of one contract: the log's tail, publishing, readers and
 * handlers put together, whatever techniques are in front of them.
 */
import { createGate } from "./authorize.js";
import { type ChannelServer, channelsOf } from "./channels.js";
import { type Connected, Connections } from "./connections.js";
import type { Published } from "../core/channel-types.js";
import { fitter } from "./fits.js";
import { Handling } from "./handle.js";
import { handlersOf } from "./handler-table.js";
import { type Emit, emitter } from "./hooks.js";
import { Hub } from "./hub.js";
import { identify } from "./identify.js";
import { DEFAULT_LIMITS } from "./limits.js";
import type { AnyInstance, CloseOptions, RuntimeOptions } from "./options.js";
import type { WireError } from "../core/protocol.js";
import { Publishing, type PublishOptions } from "./publish.js";
import { Requests } from "./requests.js";
import { retryAfterMs } from "./retry-after.js";
import { type ServerClock, serverClock } from "./server-clock.js";
import type { Limits, Session } from "./session.js";
import { snapshotter } from "./snapshot.js";
import { own } from "../core/errors.js";
import type { ContractSpec, Params } from "../core/spec.js";
import { Wheel } from "./wheel.js";
import { wireError } from "./wire-error.js";

/** Everything `createRuntime` takes; generated code gives the last two their types. */
export interface CreateOptions<
  Identity,
  Instance = AnyInstance,
> extends RuntimeOptions<Identity, Instance> {
  /** Channel name to message name to handler: all of the contract's. */
  readonly handlers?: object;
  /** Channel name to provider: all channels that declare a snapshot. */
  readonly snapshots?: object;
}

export interface Runtime<Identity> {
  /** For the techniques' server halves. */
  readonly session: Session<Identity>;
  /** Channel name to a function from parameters to a publisher. */
  readonly channels: Readonly<
    Record<string, (params?: object) => ChannelServer>
  >;
  publish(
    channel: string,
    params: Params,
    type: string,
    data: unknown,
    options?: PublishOptions,
  ): Promise<Published>;
  /** Ends the connections of which the predicate holds; resolves to how many. */
  revoke(
    predicate: (connection: Connected<Identity>) => boolean,
  ): Promise<number>;
  /** Joins the log's tail; else the first connection or publish does. @throws {EngineUnavailable} */
  start(): Promise<void>;
  /** Ends streams spread over the grace period, lets handlers finish; idempotent. */
  close(options?: CloseOptions): Promise<void>;
  readonly closing: boolean;
  readonly connections: number;
}

const refuse = (error: WireError) => ({ ok: false, error }) as const;

export function createRuntime<Identity>(
  contract: ContractSpec,
  options: CreateOptions<Identity>,
): Runtime<Identity> {
  const clock: ServerClock = options.clock ?? serverClock;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const heartbeatMs = options.heartbeatMs ?? 15_000;
  const providerTimeoutMs = options.providerTimeoutMs ?? 10_000;
  const { log, claims } = options.engine;
  const emit: Emit<Identity> = emitter(options.hooks ?? {});
  const gate = createGate(options, clock, emit);
  const wheel = new Wheel(
    clock,
    Math.min(1_000, Math.max(10, heartbeatMs / 16)),
  );
  let started: Promise<void> | undefined;
  let closed: Promise<void> | undefined;

  const hub = new Hub({
    log,
    clock,
    schema: contract.hash,
    onFault: (reader, error) => {
      emit("onError", { where: "delivery", error });
      try {
        reader.close("stalled"); // the client comes back, and goes on
      } catch {
        // What cannot be written to cannot be told.
      }
    },
    onNewEpoch: () => connections.sendAllAway(),
    onDeliver: emit.has("onDeliver")
      ? (event) => emit("onDeliver", event)
      : undefined,
    onNotice: ({ data }) => requests.notice(data),
  });

  const publishing = new Publishing({
    contract,
    log,
    clock,
    limits,
    emit: emit as Emit<unknown>,
    timeoutMs: options.publishTimeoutMs ?? 10_000,
    epoch: () => hub.epoch,
    start: () => start().then(() => hub.epoch),
  });
  const requests = new Requests({
    contract,
    log,
    clock,
    emit: emit as Emit<unknown>,
    shared: options.engine.durability !== "none",
    publish: (...args) => publishing.publish(...args),
  });
  const channels = channelsOf(contract, publishing, requests);
  const identifier = options.identify ?? identify;

  const handling = new Handling<Identity>({
    contract,
    gate,
    claims,
    clock,
    limits,
    emit,
    timeoutMs: options.handlerTimeoutMs ?? 30_000,
    claimTtlMs: options.claimTtlMs ?? 3_600_000,
    identify: identifier,
    channels,
    handler: handlersOf(contract, options.handlers ?? {}),
  });

  const connections = new Connections<Identity>({
    contract,
    gate,
    start,
    hub,
    log,
    wheel,
    clock,
    limits,
    heartbeatMs,
    schema: contract.hash,
    emit: emit as Emit<unknown>,
    requests,
    identify: identifier,
    fits: fitter(),
    snapshot: snapshotter<Identity>(
      contract,
      options.snapshots ?? {},
      clock,
      emit,
      providerTimeoutMs,
    ),
  });

  function start(): Promise<void> {
    started ??= hub.start().catch((error: unknown) => {
      started = undefined; // the next caller tries again
      emit("onError", { where: "engine", error });
      throw error;
    });
    return started;
  }

  const shuttingDown = (): WireError =>
    wireError("shutting_down", "the server is shutting down", {
      retryAfterMs: retryAfterMs(clock),
    });

  const session: Session<Identity> = {
    limits,
    heartbeatMs,
    identify: identifier,

    async admit(credentials) {
      return closed ? refuse(shuttingDown()) : gate.admit(credentials);
    },

    async connect(...args) {
      return closed ? refuse(shuttingDown()) : connections.connect(...args);
    },

    async quiet(...args) {
      return closed ? undefined : connections.quiet(...args);
    },

    async handle(principal, message) {
      if (closed) {
        return { id: message.id, ok: false, error: shuttingDown() };
      }
      return handling.handle(principal, message);
    },

    streams({ channel, type }) {
      const spec = own(contract.channels, channel);
      return own(spec?.clientToServer ?? {}, type)?.stream === true;
    },

    async stream(principal, message) {
      if (closed) return refuse(shuttingDown());
      return handling.stream(principal, message);
    },
  };

  async function close(graceMs: number): Promise<void> {
    const graceOver = new Promise<void>((resolve) =>
      clock.after(graceMs, resolve),
    );
    const drained = connections.drain(graceMs * 0.8);
    await Promise.race([graceOver, Promise.all([drained, handling.idle()])]);
    handling.abort();
    connections.sendAllAway();
    await publishing.close();
    hub.stop();
    wheel.stop();
    await options.engine.close();
  }

  return {
    session,
    channels,
    async publish(channel, params, type, data, more) {
      const to = publishing.address(channel, params);
      return publishing.publish(to, type, data, more);
    },
    async revoke(predicate) {
      return connections.revoke(predicate);
    },
    start,
    close: ({ graceMs = 10_000 } = {}) => (closed ??= close(graceMs)),
    get closing() {
      return closed !== undefined;
    },
    get connections() {
      return connections.size;
    },
  };
}
