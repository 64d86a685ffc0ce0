/**
 * Publishing from a process that serves nobody, such as a worker or a cron
 * job: into an engine that several processes share, without authentication
 * or handlers.
 */
import { publishersOf } from "./channels.js";
import { emitter, type Hooks } from "./hooks.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { Publishing } from "./publish.js";
import { type ServerClock, serverClock } from "./server-clock.js";
import type { Limits } from "./session.js";
import type { ContractSpec } from "../core/spec.js";
import type { Engine } from "../engine/engine.js";

export interface PublisherOptions {
  /** The log that the servers read: `memoryEngine` is no other process's. */
  readonly engine: Engine;
  readonly hooks?: Pick<Hooks, "onPublish" | "onError">;
  readonly limits?: Partial<
    Pick<Limits, "maxPendingEvents" | "maxPendingBytes">
  >;
  /** An event waits so long for the log; then EngineUnavailable. Default 10,000 ms. */
  readonly publishTimeoutMs?: number;
  /** For tests. */
  readonly clock?: ServerClock;
}

/** `Channels` is the generated interface: a function per channel. */
export interface RealtimePublisher<Channels> {
  readonly channels: Channels;
  /** Waits for what is under way, then closes the engine; idempotent. */
  close(): Promise<void>;
}

export function createPublisher<Channels>(
  contract: ContractSpec,
  { engine, ...options }: PublisherOptions,
): RealtimePublisher<Channels> {
  const { log } = engine;
  let epoch = "";
  let closed: Promise<void> | undefined;
  const publishing = new Publishing({
    contract,
    log,
    clock: options.clock ?? serverClock,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    emit: emitter(options.hooks ?? {}),
    timeoutMs: options.publishTimeoutMs ?? 10_000,
    epoch: () => epoch,
    start: async () => (epoch = (await log.bounds()).epoch),
  });
  return {
    channels: publishersOf(contract, publishing) as Channels, // generated from the contract
    close: () => (closed ??= publishing.close().then(() => engine.close())),
  };
}
