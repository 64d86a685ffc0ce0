/**
 * What one connection is sent, in log order, and up to where: the events that
 * are for its subscriptions, a gap in place of what is lost or no longer
 * fits, snapshots and heartbeats. When to send is the reader's affair.
 */
import { ALWAYS, holds } from "./authorize.js";
import { formatCursor } from "./cursor.js";
import type { Emit } from "./hooks.js";
import type { Hub } from "./hub.js";
import { latestOnly } from "./latest-only.js";
import type { ServerClock } from "./server-clock.js";
import type { Batch, Sink, Standing } from "./session.js";
import {
  type Beginning,
  covers,
  instanceOf,
  selects,
  type Subscription,
} from "./subscription.js";
import type { GapReason } from "../core/protocol.js";
import type { ChannelSpec } from "../core/spec.js";
import type { Entry, Offset, Page, Selection } from "../engine/engine.js";

export interface DeliveryContext {
  readonly hub: Hub;
  readonly clock: ServerClock;
  /** The contract's hash. */
  readonly schema: string;
  readonly emit: Emit<unknown>;
  /** Whether an entry of another contract fits today's. */
  fits(spec: ChannelSpec, entry: Entry): boolean;
  /** Never rejects; `undefined` where the provider failed, which is told to the hooks. */
  snapshot(
    subscription: Subscription,
    identity: unknown,
  ): Promise<{ readonly data: unknown } | undefined>;
}

/** What is to be read next. */
export interface Due {
  readonly selections: readonly Selection[];
  /** Up to here: beyond it others of the subscriptions begin. */
  readonly until: Offset;
}

export class Delivery {
  subscriptions: readonly Subscription[] = [];
  /** Nothing may be sent any more. */
  ended = false;
  /** When the client last heard something. */
  sentAt: number;
  identity: unknown;

  readonly #connection: number;
  readonly #sink: Sink;
  readonly #context: DeliveryContext;
  /** Everything up to here has been sent. */
  #position: Offset = 0;
  /** Those to one address, where there are several of them. */
  #byAddress: ReadonlyMap<string, Subscription> | undefined;
  /** Those to more than one. */
  #families: readonly Subscription[] = [];
  /** No subscription has a window, so that a batch can go out as it is. */
  #plain = true;

  constructor(
    connection: number,
    identity: unknown,
    sink: Sink,
    context: DeliveryContext,
  ) {
    this.#connection = connection;
    this.identity = identity;
    this.#sink = sink;
    this.#context = context;
    this.sentAt = context.clock.now();
  }

  get position(): Offset {
    return this.#position;
  }

  /** Whether some of the subscriptions have not begun yet. */
  get early(): boolean {
    return this.subscriptions.some(({ after }) => after > this.#position);
  }

  get wantsSnapshots(): boolean {
    return this.subscriptions.some(({ wantsSnapshot }) => wantsSnapshot);
  }

  /** Where one would go on from later, see {@link Standing}. */
  get standing(): Pick<Standing, "cursor" | "cursors"> {
    const { epoch } = this.#context.hub;
    const cursors = this.subscriptions.map(({ after }) =>
      formatCursor(epoch, Math.max(after, this.#position)),
    );
    return { cursor: this.#cursor(), cursors };
  }

  /** What the subscriptions that have begun at the position are to read. */
  get due(): Due {
    const begun: Selection[] = [];
    let until = Infinity;
    for (const { after, selection } of this.subscriptions) {
      if (after <= this.#position) begun.push(selection);
      else until = Math.min(until, after);
    }
    return { selections: begun, until };
  }

  /** More subscriptions; the position goes back to where the first of them begins. */
  add({ subscriptions, gaps }: Beginning): void {
    for (const one of this.subscriptions) {
      one.after = Math.max(one.after, this.#position);
    }
    this.#set([...this.subscriptions, ...subscriptions]);
    for (const { after } of subscriptions) {
      this.#position = Math.min(this.#position, after);
    }
    for (const { subscription, reason } of gaps) {
      this.#gap(subscription, reason, subscription.after);
    }
  }

  remove(gone: ReadonlySet<Subscription>): void {
    this.#set(this.subscriptions.filter((one) => !gone.has(one)));
  }

  /** Spans have changed. */
  respan(): void {
    this.#plain = this.subscriptions.every(({ span }) => span === ALWAYS);
  }

  /**
   * What the tail brought, the same for the whole group: the batch as it is,
   * where that will do. Where it will not, `due` has also what is replaced in
   * it by something that may be outside of a window.
   */
  batch(batch: Batch, due: readonly Entry[], current: boolean): void {
    const { entries } = batch;
    if (current && this.#plain && entries[0]!.offset > this.#position) {
      this.#sink.events(batch);
      this.#position = entries.at(-1)!.offset;
      this.sentAt = this.#context.hub.now;
    } else {
      this.entries(due);
    }
  }

  /** What was read from the log, and what it no longer has. */
  page({ entries, through, lost }: Page, until: Offset): void {
    this.#tellLost(lost);
    const cut = through > until;
    this.entries(cut ? entries.filter((one) => one.offset <= until) : entries);
    this.passed(cut ? until : through);
  }

  /** Nothing up to there is for this connection but what was sent. */
  passed(through: Offset): void {
    this.#position = Math.max(this.#position, through);
  }

  /** Sends what is for its subscriptions, in order; what no longer fits is a gap. */
  entries(entries: readonly Entry[]): void {
    const { fits, schema } = this.#context;
    const unfit = new Map<Subscription, Offset>();
    let run: Entry[] = [];
    const mine = entries.filter(
      (entry) => entry.offset > this.#position && this.#subscriptionOf(entry),
    );
    for (const entry of latestOnly(mine)) {
      const { spec } = this.#subscriptionOf(entry)!.place;
      if (entry.schema === schema || fits(spec, entry)) {
        this.#tellUnfit(unfit);
        run.push(entry);
      } else {
        this.#send(run);
        run = [];
        for (const one of this.subscriptions) {
          if (
            selects(one.selection, entry.address, entry.family) &&
            covers(one, entry)
          ) {
            unfit.set(one, entry.offset);
          }
        }
        this.#position = entry.offset;
      }
    }
    this.#send(run);
    this.#tellUnfit(unfit);
  }

  /** Each cursor is taken before its provider runs; outside of its window a subscription gets none. */
  async snapshots(): Promise<void> {
    const cursor = this.#cursor();
    const due = this.subscriptions.filter(({ wantsSnapshot }) => wantsSnapshot);
    await Promise.all(
      due.map(async (subscription) => {
        subscription.wantsSnapshot = false;
        if (!holds(subscription.span, this.#context.clock)) return;
        const made = await this.#context.snapshot(subscription, this.identity);
        if (!made || this.ended || !this.subscriptions.includes(subscription)) {
          return;
        }
        const { data } = made;
        this.#sink.snapshot({ ...instanceOf(subscription), cursor, data });
      }),
    );
    this.sentAt = this.#context.clock.now();
  }

  heartbeat(now: number): void {
    if (this.early) return; // a position before a beginning would be a step back
    this.#sink.heartbeat(this.#cursor());
    this.sentAt = now;
  }

  #set(subscriptions: readonly Subscription[]): void {
    this.subscriptions = subscriptions;
    this.#families = subscriptions.filter(
      ({ selection }) => selection.family !== undefined,
    );
    this.#byAddress =
      subscriptions.length > 1
        ? new Map(subscriptions.map((one) => [one.place.name, one]))
        : undefined;
    this.respan();
  }

  /** A subscription that an entry is for, where it is for any. */
  #subscriptionOf(entry: Entry): Subscription | undefined {
    const { address } = entry;
    const own = this.#byAddress
      ? this.#byAddress.get(address)
      : this.subscriptions[0];
    if (own?.place.name === address && covers(own, entry)) return own;
    return this.#families.find(
      (one) =>
        selects(one.selection, entry.address, entry.family) &&
        covers(one, entry),
    );
  }

  #send(run: readonly Entry[]): void {
    if (run.length === 0) return;
    this.#sink.events({ epoch: this.#context.hub.epoch, entries: run });
    this.#position = run.at(-1)!.offset;
    this.sentAt = this.#context.clock.now();
  }

  #tellLost(lost: ReadonlyMap<Selection, Offset>): void {
    if (lost.size === 0) return;
    for (const subscription of this.subscriptions) {
      const offset = lost.get(subscription.selection) ?? 0;
      if (offset > subscription.known && offset > this.#position) {
        this.#gap(subscription, "retention", offset);
      }
    }
  }

  #tellUnfit(unfit: Map<Subscription, Offset>): void {
    for (const [subscription, offset] of unfit) {
      this.#gap(subscription, "schema", offset);
    }
    unfit.clear();
  }

  /** @param lost up to here: of one address nothing before it is left */
  #gap(subscription: Subscription, reason: GapReason, lost: Offset): void {
    const { hub, emit, clock } = this.#context;
    const instance = instanceOf(subscription);
    const single = subscription.selection.family === undefined;
    subscription.known = Math.max(subscription.known, lost);
    if (single) subscription.after = Math.max(subscription.after, lost);
    const oldest = single ? lost : Math.max(subscription.after, this.#position);
    subscription.wantsSnapshot = subscription.snapshots;
    this.#sink.gap(
      { ...instance, reason, oldest: formatCursor(hub.epoch, oldest) },
      this.#cursor(),
    );
    this.sentAt = clock.now();
    emit("onGap", {
      connection: this.#connection,
      identity: this.identity,
      ...instance,
      reason,
    });
  }

  #cursor(): string {
    return formatCursor(this.#context.hub.epoch, this.#position);
  }
}
