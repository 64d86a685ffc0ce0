/**
 * Fan-out: one tail of the log for the whole process, and for each set of
 * places that someone reads a group of its readers. What arrives within one
 * tick becomes one batch per group, so that all of the group's readers share
 * one encoding and each socket gets one write.
 */
import type {
  Bounds,
  Entry,
  Log,
  Offset,
  Selection,
} from "../engine/engine.js";
import type { DeliverEvent } from "./hooks.js";
import { FamilyIndex } from "./family-index.js";
import { LastSeen } from "./last-seen.js";
import { latestOnly } from "./latest-only.js";
import type { Reader } from "./reader.js";
import type { ServerClock } from "./server-clock.js";
import type { Batch } from "./session.js";
import type { Subscription } from "./subscription.js";

/** Readers of the same places. */
export interface Group {
  readonly key: string;
  readonly targets: readonly Target[];
  readonly readers: Set<Reader>;
  /** What came since the last flush. */
  due: Entry[];
  /** Whether everything due was written under today's contract. */
  current: boolean;
}

/** As much of a subscription as all of a group's readers share. */
type Target = Pick<Subscription, "place" | "selection">;

export interface HubOptions {
  readonly log: Log;
  readonly schema: string;
  readonly clock: ServerClock;
  /** A reader's technique threw: the others must not feel it. */
  readonly onFault: (reader: Reader, error: unknown) => void;
  /** The log began anew under its readers. */
  readonly onNewEpoch: () => void;
  readonly onDeliver: ((event: DeliverEvent) => void) | undefined;
  /** An entry of no channel: what the processes of one log tell each other. */
  readonly onNotice: (entry: Entry) => void;
}

/** The address of notices; no channel has a name that begins with `rt.`. */
export const NOTICES = "rt.notices";

export class Hub {
  /** Every entry up to here has come through the tail. */
  head: Offset = 0;
  epoch = "";
  /** The time of the current flush, so that not each reader asks for it. */
  now: number;
  readonly #options: HubOptions;
  readonly #groups = new Map<string, Group>();
  readonly #byAddress = new Map<string, Set<Group>>();
  readonly #byFamily = new Map<string, FamilyIndex<Group>>();
  /** Only where it was asked for. */
  #lastSeen: LastSeen | undefined;
  #due: Group[] = [];
  #stop: (() => void) | undefined;

  constructor(options: HubOptions) {
    this.#options = options;
    this.now = options.clock.now();
  }

  /** @throws {EngineUnavailable} */
  async start(): Promise<void> {
    let begun = false;
    const { bounds, stop } = await this.#options.log.tail({
      entries: (batch) => this.#push(batch),
      reset: (at) => {
        begun = true;
        this.#reset(at);
      },
    });
    this.#stop = stop;
    if (begun) return;
    this.epoch = bounds.epoch;
    this.head = Math.max(this.head, bounds.head);
  }

  stop(): void {
    this.#stop?.();
    this.flush();
  }

  /**
   * Whether it is known that nothing has come to a selection since: not of
   * what came before this was first asked.
   */
  isQuiet(selection: Selection, since: Offset): boolean {
    this.#lastSeen ??= new LastSeen(this.head);
    return since <= this.head && this.#lastSeen.isQuiet(selection, since);
  }

  join(reader: Reader, subscriptions: readonly Subscription[]): Group {
    const key = subscriptions
      .map(({ place }) => place.name)
      .sort()
      .join("\n");
    let group = this.#groups.get(key);
    if (!group) {
      const targets = subscriptions.map(({ place, selection }) => ({
        place,
        selection,
      }));
      group = { key, targets, readers: new Set(), due: [], current: true };
      this.#groups.set(key, group);
      for (const target of targets) this.#index(target, group);
    }
    group.readers.add(reader);
    return group;
  }

  leave(reader: Reader, group: Group): void {
    group.readers.delete(reader);
    if (group.readers.size > 0) return;
    this.#groups.delete(group.key);
    for (const { place, selection } of group.targets) {
      if (selection.family !== undefined) {
        this.#byFamily.get(selection.family)?.delete(place, group);
        continue;
      }
      const groups = this.#byAddress.get(selection.address);
      groups?.delete(group);
      if (groups?.size === 0) this.#byAddress.delete(selection.address);
    }
  }

  flush(): void {
    const groups = this.#due;
    if (groups.length === 0) return;
    this.#due = [];
    this.now = this.#options.clock.now();
    for (const group of groups) {
      const { due, current } = group;
      const batch: Batch = { epoch: this.epoch, entries: latestOnly(due) };
      group.due = [];
      group.current = true;
      let connections = 0;
      for (const reader of group.readers) {
        try {
          if (reader.push(batch, due, current)) connections++;
        } catch (error) {
          this.fault(reader, error);
        }
      }
      this.#options.onDeliver?.({
        events: batch.entries.length,
        connections,
        lagMs: this.now - batch.entries[0]!.time,
      });
    }
  }

  /** A reader's technique threw. */
  fault(reader: Reader, error: unknown): void {
    this.#options.onFault(reader, error);
  }

  #index({ place, selection }: Target, group: Group): void {
    if (selection.family !== undefined) {
      let index = this.#byFamily.get(selection.family);
      if (!index)
        this.#byFamily.set(selection.family, (index = new FamilyIndex()));
      index.add(place, group);
      return;
    }
    const groups = this.#byAddress.get(selection.address);
    if (groups) groups.add(group);
    else this.#byAddress.set(selection.address, new Set([group]));
  }

  #push(batch: readonly Entry[]): void {
    for (const entry of batch) {
      this.head = entry.offset;
      const { address, family } = entry;
      if (address === NOTICES) {
        this.#options.onNotice(entry);
        continue;
      }
      this.#lastSeen?.saw(entry);
      const groups = this.#byAddress.get(address);
      if (groups) for (const group of groups) this.#add(group, entry);
      if (family === undefined) continue;
      for (const group of this.#byFamily.get(family)?.of(address) ?? []) {
        if (group.due.at(-1) !== entry) this.#add(group, entry);
      }
    }
  }

  #add(group: Group, entry: Entry): void {
    const { clock, schema } = this.#options;
    if (group.due.length === 0) {
      if (this.#due.length === 0) clock.soon(() => this.flush());
      this.#due.push(group);
    }
    group.due.push(entry);
    if (entry.schema !== schema) group.current = false;
  }

  /** The tail was cut: all readers go to the log for what came meanwhile. */
  #reset({ epoch, head }: Bounds): void {
    const anew = this.epoch !== "" && this.epoch !== epoch;
    this.flush();
    this.epoch = epoch;
    this.head = head;
    this.#lastSeen = undefined;
    if (anew) this.#options.onNewEpoch();
    else {
      for (const { readers } of this.#groups.values()) {
        for (const reader of readers) reader.fallBehind();
      }
    }
  }
}
