/**
 * Messages to clients that ask for an answer. The first answer counts,
 * whichever process of the log it comes to: one that did not ask hands it on
 * through the log, where it is nobody's history.
 */
import type { Emit } from "./hooks.js";
import { NOTICES } from "./hub.js";
import { newId } from "./ids.js";
import { isFields } from "./inbound.js";
import { serialise } from "./json.js";
import type { Published, RequestOptions } from "../core/channel-types.js";
import {
  own,
  RealtimeError,
  RemoteError,
  ReplyTimeout,
  ValidationError,
} from "../core/errors.js";
import type { Answer } from "../core/protocol.js";
import type { ChannelSpec, ContractSpec } from "../core/spec.js";
import type { Log } from "../engine/engine.js";
import type { Address } from "./address.js";
import type { PublishOptions } from "./publish.js";
import type { ServerClock } from "./server-clock.js";

export interface RequestsContext {
  readonly contract: ContractSpec;
  readonly log: Log;
  readonly clock: ServerClock;
  readonly emit: Emit<unknown>;
  /** Other processes may have the log too. */
  readonly shared: boolean;
  readonly publish: (
    to: Address,
    type: string,
    data: unknown,
    options: PublishOptions,
  ) => Promise<Published>;
}

interface Waiting {
  readonly to: Address;
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const REPLY_TIMEOUT_MS = 30_000;
/** Requests that are remembered after their end: other clients may answer them too. */
const KEPT = 1_000;

export class Requests {
  readonly #context: RequestsContext;
  readonly #waiting = new Map<string, Waiting>();
  readonly #over = new Set<string>();

  constructor(context: RequestsContext) {
    this.#context = context;
  }

  /**
   * Publishes, and resolves to the first answer.
   * @throws {ReplyTimeout} @throws {RemoteError} @throws what publishing throws
   */
  async request(
    to: Address,
    type: string,
    data: unknown,
    {
      timeoutMs = REPLY_TIMEOUT_MS,
      ...options
    }: PublishOptions & RequestOptions = {},
  ): Promise<unknown> {
    const { clock, publish } = this.#context;
    const { signal, id = newId(clock.now()) } = options;
    signal?.throwIfAborted();
    if (!own(to.spec.serverToClient, type)?.reply) {
      const message = `${to.spec.name} ${type} asks for no reply`;
      throw new RealtimeError("unknown_message", message);
    }
    const key = keyOf(to.address, type, id);
    if (this.#waiting.has(key)) {
      throw new RealtimeError("conflict", `the id ${id} waits for its answer`);
    }
    let stop: (() => void) | undefined;
    const answered = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(key, { to, resolve, reject });
      const late = (): void =>
        reject(new ReplyTimeout(`${type}: ${timeoutMs} ms`));
      const cancel = clock.after(timeoutMs, late);
      const abort = (): void => reject(signal?.reason);
      signal?.addEventListener("abort", abort);
      stop = () => {
        cancel();
        signal?.removeEventListener("abort", abort);
        this.#end(key);
      };
    });
    try {
      // Whichever fails first: nobody can answer what was not published.
      await Promise.race([
        publish(to, type, data, { ...options, id }),
        answered,
      ]);
      return await answered;
    } finally {
      stop?.();
      answered.catch(() => {});
    }
  }

  /** A client's answer, which may be waited for elsewhere; never rejects. */
  async answer({ spec, address }: Address, answer: Answer): Promise<void> {
    const { log, clock, contract, emit, shared } = this.#context;
    try {
      if (!this.#fits(spec, answer) || this.#settle(address, answer)) return;
      if (!shared) return;
      const notice = serialise({ address, answer });
      if (!notice.ok) return; // nested too deeply
      await log.append([
        {
          address: NOTICES,
          type: "rt.answer",
          id: newId(clock.now()),
          dedupe: false,
          data: notice.text,
          schema: contract.hash,
          retention: "ephemeral",
        },
      ]);
    } catch (error) {
      emit("onError", { where: "engine", error });
    }
  }

  /** An answer that another process got. */
  notice(data: string): void {
    const told: unknown = JSON.parse(data);
    if (!isFields(told)) return;
    const { address, answer } = told;
    if (typeof address !== "string" || !isFields(answer)) return;
    this.#settle(address, answer as unknown as Answer); // as another process parsed it
  }

  /** One that does not is not one that counts: another client may know better. */
  #fits({ serverToClient }: ChannelSpec, answer: Answer): boolean {
    const { channel, type: message } = answer;
    const check = own(serverToClient, message)?.reply;
    const issues = answer.ok ? check?.(answer.data) : undefined;
    if (issues) {
      const error = new ValidationError(`reply to ${message}`, issues);
      const { emit } = this.#context;
      emit("onError", { where: "reply", error, channel, message });
    }
    return check !== undefined && !issues;
  }

  /** Whether it is an answer to a request of ours. */
  #settle(address: string, answer: Answer): boolean {
    const key = keyOf(address, answer.type, answer.id);
    const waiting = this.#waiting.get(key);
    if (!waiting) return this.#over.has(key);
    const { to, resolve, reject } = waiting;
    // What another process was told may not fit what we were promised.
    if (!this.#fits(to.spec, answer)) return true;
    if (answer.ok) resolve(answer.data);
    else reject(new RemoteError(answer.error, "stop"));
    return true;
  }

  #end(key: string): void {
    this.#waiting.delete(key);
    this.#over.add(key);
    for (const oldest of this.#over) {
      if (this.#over.size <= KEPT) return;
      this.#over.delete(oldest);
    }
  }
}

function keyOf(address: string, type: string, id: string): string {
  return JSON.stringify([address, type, id]);
}
