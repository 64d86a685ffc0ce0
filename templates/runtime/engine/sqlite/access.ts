/**
 * Turns at the file. What writes goes one after the other, in the order
 * asked; where another process is writing, it is tried again a little later,
 * and the event loop goes on meanwhile. What breaks the connection closes it,
 * and the next that comes opens it anew.
 */
import { EngineUnavailable } from "../../core/errors.js";
import { isBusy, isPassing, Refused, unavailable } from "./faults.js";
import type { Session } from "./session.js";

export interface AccessContext {
  readonly path: string;
  readonly busyTimeoutMs: number;
  /** @throws whatever is wrong with the file */
  readonly open: () => Session;
  /** It is in use from now on. */
  readonly opened: (session: Session) => void;
  /** It broke: what was not yet synced never will be. */
  readonly broken: (error: EngineUnavailable) => void;
}

interface Waiting {
  readonly run: (session: Session) => void;
  readonly reject: (error: EngineUnavailable) => void;
  readonly deadline: number;
}

/** Why the file was given up, and until when. */
interface Fault {
  readonly error: EngineUnavailable;
  readonly until: number;
  readonly waitMs: number;
}

const RETRY_MIN_MS = 1;
const RETRY_MAX_MS = 25;
/** A file that is no good is left alone for so long, at first and at last. */
const REOPEN_MIN_MS = 250;
const REOPEN_MAX_MS = 5_000;
const LAST_TRIES = 40;
/** How often to look whether the file is still there. */
const CHECK_MS = 1_000;

export class Access {
  readonly #context: AccessContext;
  readonly #writes: Waiting[] = [];
  #session: Session | undefined;
  #fault: Fault | undefined;
  #closing: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retryMs = RETRY_MIN_MS;
  #draining = false;
  #checkedAt = 0;
  #closed = false;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** The opening in use, if there is one. */
  get session(): Session | undefined {
    return this.#session;
  }

  /**
   * One transaction, after those that wait already; at once where none does.
   * `committed` runs in the same step as the commit.
   * @throws {EngineUnavailable}
   */
  write<Result>(
    job: (session: Session) => Result,
    committed?: (result: Result) => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closed());
      this.#writes.push({
        run: (session) => {
          const result = session.write(() => job(session));
          committed?.(result);
          resolve(result);
        },
        reject,
        deadline: Date.now() + this.#context.busyTimeoutMs,
      });
      if (!this.#timer) this.#drain();
    });
  }

  /** One transaction that only reads. @throws {EngineUnavailable} */
  async view<Result>(job: (session: Session) => Result): Promise<Result> {
    const deadline = Date.now() + this.#context.busyTimeoutMs;
    for (let wait = RETRY_MIN_MS; ; wait = longer(wait)) {
      if (this.#closed) throw closed();
      try {
        const session = this.#open();
        return session.view(() => job(session));
      } catch (error) {
        if (!isBusy(error) || Date.now() >= deadline) throw this.trouble(error);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /** Names the fault, and gives the opening up where it cannot go on. */
  trouble(error: unknown): EngineUnavailable {
    const fault = unavailable(this.#context.path, error);
    if (error === fault || isPassing(error)) return fault;
    this.#leaveAlone(fault);
    this.#drop(fault);
    return fault;
  }

  /** Refuses what waits and what comes. */
  refuse(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { reject } of this.#writes.splice(0)) reject(closed());
  }

  /** After {@link refuse}: syncs, writes a last time where that can be had soon, and closes. */
  async close(last: (session: Session) => void): Promise<void> {
    const session = this.#session;
    if (session) {
      const isSynced = await session.syncs.sync().then(
        () => true,
        () => false,
      );
      if (isSynced) await writeSoon(session, last);
      this.#session = undefined;
      await session.end();
    }
    await this.#closing;
  }

  #drain(): void {
    if (this.#draining) return; // a write that asks for another
    this.#draining = true;
    this.#timer = undefined;
    for (let first = this.#writes[0]; first; first = this.#writes[0]) {
      try {
        first.run(this.#open());
      } catch (error) {
        if (isBusy(error) && Date.now() < first.deadline) {
          this.#timer = setTimeout(() => this.#drain(), this.#retryMs);
          this.#retryMs = longer(this.#retryMs);
          break;
        }
        first.reject(this.trouble(error));
      }
      this.#retryMs = RETRY_MIN_MS;
      this.#writes.shift();
    }
    this.#draining = false;
  }

  #open(): Session {
    this.#check();
    if (this.#session) return this.#session;
    const { open, opened } = this.#context;
    if (this.#fault && Date.now() < this.#fault.until) throw this.#fault.error;
    try {
      this.#session = open();
    } catch (error) {
      if (isBusy(error)) throw error;
      const fault = unavailable(this.#context.path, error);
      this.#leaveAlone(fault);
      throw fault;
    }
    opened(this.#session);
    return this.#session;
  }

  /** For a while, and longer where it happens again. */
  #leaveAlone(error: EngineUnavailable): void {
    const now = Date.now();
    const { until = 0, waitMs = 0 } = this.#fault ?? {};
    const isNew = now > until + REOPEN_MAX_MS;
    const next = isNew ? REOPEN_MIN_MS : Math.min(2 * waitMs, REOPEN_MAX_MS);
    this.#fault = { error, until: now + next, waitMs: next };
  }

  #check(): void {
    const now = Date.now();
    if (!this.#session || now - this.#checkedAt < CHECK_MS) return;
    this.#checkedAt = now;
    if (this.#session.isThere()) return;
    const error = new Refused("was removed or replaced");
    this.#drop(unavailable(this.#context.path, error));
  }

  #drop(error: EngineUnavailable): void {
    const session = this.#session;
    this.#session = undefined;
    if (!session) return;
    const ended = this.#closing;
    this.#closing = (async () => {
      await ended;
      await session.close();
    })().catch(() => {});
    this.#context.broken(error);
  }
}

async function writeSoon(
  session: Session,
  job: (session: Session) => void,
): Promise<void> {
  for (let tries = 0; tries < LAST_TRIES; tries++) {
    try {
      return session.write(() => job(session));
    } catch (error) {
      if (!isBusy(error)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MAX_MS));
  }
}

const longer = (ms: number): number => Math.min(2 * ms, RETRY_MAX_MS);

const closed = () => new EngineUnavailable("the engine is closed");
