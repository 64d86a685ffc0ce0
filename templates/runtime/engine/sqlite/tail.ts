/// <reference types="node" />
/**
 * Up to where entries are told to anyone, and telling the tails of them.
 *
 * What this process appends is at hand; what others append is read from the
 * file, and told in its place. Either is told only once it is as durable as
 * the engine promises, and nothing further is read, by `read` or in `bounds`,
 * than was told: so a reader goes from reading to its tail without a hole.
 */
import { EngineUnavailable } from "../../core/errors.js";
import type { Bounds, Entry, Offset, TailListener } from "../engine.js";
import type { Level, Session } from "./session.js";

export interface TailContext {
  readonly level: Level;
  /** Tells other processes whether there are tails here: from then on they leave what passes. */
  readonly announce: (isListening: boolean) => Promise<Session>;
  /** The opening in use. */
  readonly session: () => Session | undefined;
  /** Names a fault, and gives the opening up where it cannot go on. */
  readonly trouble: (error: unknown) => EngineUnavailable;
}

/** Waits until everything up to an offset has been told. */
interface Waiting {
  readonly offset: Offset;
  readonly resolve: () => void;
  readonly reject: (error: EngineUnavailable) => void;
}

/** Entries of others that are read together, and how many times before others have their turn. */
const PAGE = 512;
const PAGES = 4;
/** The file was locked while reading what to tell. */
const RETRY_MS = 20;

export class Tail {
  readonly #context: TailContext;
  readonly #listeners = new Set<TailListener>();
  /** Of listeners, also those that are about to join. */
  #joined = 0;
  #epoch = "";
  /** Everything up to here was told. */
  #told: Offset = 0;
  /** Everything up to here is durable, and, further, will be when what now syncs is done. */
  #durable: Offset = 0;
  #syncing: Offset = 0;
  /** The last offset in the file that is of another process, as far as is known. */
  #others: Offset = 0;
  /** The last offset in the file, and its epoch, as far as is known. */
  #seen: Offset = 0;
  #seenEpoch = "";
  /** Appended here, and not yet told. */
  #own: Entry[] = [];
  /** The tails begin anew when this is durable. */
  #resetAt: Offset | undefined;
  #waiting: Waiting[] = [];
  #telling = false;

  constructor(context: TailContext) {
    this.#context = context;
  }

  get bounds(): Bounds {
    return { epoch: this.#epoch, head: this.#told };
  }

  /** False while a new opening, or a new epoch, is not told of. */
  get isReady(): boolean {
    return this.#resetAt === undefined;
  }

  /** What must be reached before all is told that others may have acknowledged. */
  get behind(): Offset | undefined {
    const last = this.#resetAt ?? this.#others;
    return this.isReady && last <= this.#told ? undefined : last;
  }

  /** Whether others have appended what the tails of this process do not know yet. */
  get hasUntoldOthers(): boolean {
    return this.isListening && this.#others > this.#told;
  }

  get isListening(): boolean {
    return this.#joined > 0;
  }

  /** What is heard begins after the bounds returned. @throws {EngineUnavailable} */
  async join(listener: TailListener): Promise<Bounds> {
    this.#joined++;
    try {
      const session = await this.#context.announce(true);
      await this.reached(session, this.#others);
    } catch (error) {
      this.#left();
      throw error;
    }
    this.#listeners.add(listener);
    return this.bounds;
  }

  leave(listener: TailListener): void {
    if (this.#listeners.delete(listener)) this.#left();
  }

  end(error: EngineUnavailable): void {
    this.fail(error);
    this.#listeners.clear();
  }

  /** The file was opened; in a transaction. */
  begin({ state }: Session): void {
    const { head, epoch } = state.now;
    this.#others = head;
    this.#seen = head;
    this.#seenEpoch = epoch;
    this.#durable = 0;
    this.#syncing = 0;
    this.#own = [];
    this.#resetAt = head;
  }

  /** In a transaction: what have others done? */
  notice({ state }: Session): void {
    const { head, epoch } = state.now;
    if (head > this.#seen) {
      this.#others = head;
      this.#seen = head;
    }
    if (epoch !== this.#seenEpoch) {
      this.#seenEpoch = epoch;
      this.#resetAt = head;
    }
  }

  /** This process has committed, after what {@link notice} saw. */
  committed(session: Session, fresh: readonly Entry[]): void {
    for (const entry of fresh) this.#own.push(entry);
    this.#seen = session.state.now.head;
    if (this.#context.level !== "group") this.#durable = this.#seen;
    this.advance(session);
  }

  /** Makes durable what is not, and tells what is; outside of transactions. */
  advance(session: Session): void {
    if (this.#context.level === "off") this.#durable = this.#seen;
    if (this.#durable < this.#seen) this.#sync(session);
    this.#tell(session);
  }

  /** @throws {EngineUnavailable} also where the opening is no longer in use */
  async reached(session: Session, offset: Offset): Promise<void> {
    if (this.#context.session() !== session) {
      throw new EngineUnavailable("the log had to be opened anew");
    }
    this.advance(session);
    if (this.isReady && this.#told >= offset) return;
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ offset, resolve, reject });
    });
  }

  /** What was on its way will not come. */
  fail(error: EngineUnavailable): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #left(): void {
    this.#joined--;
    if (!this.isListening) this.#context.announce(false).catch(() => {});
  }

  #sync(session: Session): void {
    const through = this.#seen;
    if (through <= this.#syncing) return;
    this.#syncing = through;
    session.syncs.sync().then(
      () => {
        if (this.#context.session() !== session) return;
        this.#durable = Math.max(this.#durable, through);
        this.#tell(session);
      },
      (error: unknown) => {
        if (this.#context.session() !== session) return;
        this.#syncing = this.#durable;
        this.fail(this.#context.trouble(error));
      },
    );
  }

  #tell(session: Session): void {
    if (this.#telling) return;
    this.#telling = true;
    try {
      if (this.#resetAt === undefined) this.#tellOn(session);
      else if (this.#durable >= this.#resetAt) this.#reset();
    } catch (error) {
      this.#context.trouble(error);
      this.#later(session, RETRY_MS);
    } finally {
      this.#telling = false;
    }
    if (!this.isReady) return;
    session.witness.write({ epoch: this.#epoch, offset: this.#told });
    const told = (one: Waiting): boolean => one.offset <= this.#told;
    if (!this.#waiting.some(told)) return;
    const done = this.#waiting.filter(told);
    this.#waiting = this.#waiting.filter((one) => !told(one));
    for (const { resolve } of done) resolve();
  }

  #tellOn(session: Session): void {
    for (let pages = 0; this.#told < this.#durable;) {
      if (this.#listeners.size === 0) return this.#pass(this.#durable);
      const own = this.#ownNext();
      if (own.length > 0) {
        this.#give(own);
        continue;
      }
      if (pages++ === PAGES) return this.#later(session, 0);
      const next = this.#own[0]?.offset ?? Infinity;
      const through = Math.min(this.#durable, next - 1, this.#told + PAGE);
      const others = session.view(() =>
        session.entries.between(this.#told, through, PAGE),
      );
      if (others.length < through - this.#told) return this.#reset();
      this.#give(others);
    }
  }

  #later(session: Session, ms: number): void {
    setTimeout(() => {
      if (this.#context.session() === session) this.advance(session);
    }, ms).unref();
  }

  /** What is at hand of what comes next. */
  #ownNext(): Entry[] {
    const end = this.#own.findIndex(
      ({ offset }, n) =>
        offset !== this.#told + 1 + n || offset > this.#durable,
    );
    return end < 0 ? this.#own : this.#own.slice(0, end);
  }

  #give(entries: readonly Entry[]): void {
    this.#pass(entries.at(-1)!.offset);
    for (const listener of this.#listeners) {
      run(() => listener.entries(entries));
    }
  }

  #pass(through: Offset): void {
    this.#told = through;
    if (this.#own.length === 0) return;
    const end = this.#own.findIndex(({ offset }) => offset > through);
    this.#own = end < 0 ? [] : this.#own.slice(end);
  }

  /** Something is missing that the readers must look for themselves, or all is new. */
  #reset(): void {
    this.#resetAt = undefined;
    this.#epoch = this.#seenEpoch;
    this.#pass(this.#durable);
    const { bounds } = this;
    for (const listener of this.#listeners) run(() => listener.reset(bounds));
  }
}

/** What a listener throws is its own fault, and not the file's. */
function run(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
