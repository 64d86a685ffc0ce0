/**
 * What one connection is sent, in log order, and up to where: the events that
 * are for its subscriptions, a gap in place of what is lost or no longer
 * fits, snapshots and heartbeats. When to send is the reader's affair.
 */
import { ALWAYS } from "./authorize.js";
import { formatCursor } from "./cursor.js";
import type { Emit } from "./hooks.js";
import type { Hub } from "./hub.js";
import type { ServerClock } from "./server-clock.js";
import type { Batch, Principal, Sink } from "./session.js";
import { type Beginning, covers, type Subscription } from "./subscription.js";
import type { GapReason } from "../core/protocol.js";
import type { ChannelSpec } from "../core/spec.js";
import type { Entry, Offset, Page } from "../engine/engine.js";

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

export class Delivery {
  subscriptions: readonly Subscription[] = [];
  /** Nothing may be sent any more. */
  ended = false;
  /** When the client last heard something. */
  sentAt: number;

  readonly #connection: number;
  readonly #identity: unknown;
  readonly #sink: Sink;
  readonly #context: DeliveryContext;
  /** Everything up to here has been sent. */
  #position: Offset = 0;
  /** Only where there are several. */
  #byAddress: ReadonlyMap<string, Subscription> | undefined;
  /** No subscription has a window, so that a batch can go out as it is. */
  #plain = true;

  constructor(
    connection: number,
    principal: Principal,
    sink: Sink,
    context: DeliveryContext,
  ) {
    this.#connection = connection;
    this.#identity = principal.identity;
    this.#sink = sink;
    this.#context = context;
    this.sentAt = context.clock.now();
  }

  get position(): Offset {
    return this.#position;
  }

  get wantsSnapshots(): boolean {
    return this.subscriptions.some(({ wantsSnapshot }) => wantsSnapshot);
  }

  begin({ subscriptions, position, hello, gaps }: Beginning): void {
    this.subscriptions = subscriptions;
    this.#position = position;
    this.#plain = subscriptions.every(({ span }) => span === ALWAYS);
    if (subscriptions.length > 1) {
      this.#byAddress = new Map(subscriptions.map((one) => [one.address, one]));
    }
    this.#sink.hello(hello);
    for (const { subscription, reason } of gaps) {
      this.#gap(subscription, reason, subscription.after);
    }
  }

  /** What the tail brought, the same for the whole group; as it is, where that will do. */
  batch(batch: Batch, current: boolean): void {
    const { entries } = batch;
    if (current && this.#plain && entries[0]!.offset > this.#position) {
      this.#sink.events(batch);
      this.#position = entries.at(-1)!.offset;
      this.sentAt = this.#context.hub.now;
    } else {
      this.entries(entries);
    }
  }

  /** What was read from the log, and what it no longer has. */
  page({ entries, through, lost }: Page): void {
    this.#tellLost(lost);
    this.entries(entries);
    this.passed(through);
  }

  /** Nothing up to there is for this connection but what was sent. */
  passed(through: Offset): void {
    this.#position = Math.max(this.#position, through);
  }

  /** Sends what is for its subscriptions, in order; what no longer fits is a gap. */
  entries(entries: readonly Entry[]): void {
    const { fits, schema, clock } = this.#context;
    const unfit = new Map<Subscription, Offset>();
    let run: Entry[] = [];
    for (const entry of entries) {
      const subscription = this.#subscriptionOf(entry);
      if (!subscription) continue;
      if (entry.schema === schema || fits(subscription.spec, entry)) {
        this.#tellUnfit(unfit);
        run.push(entry);
      } else {
        this.#send(run);
        run = [];
        unfit.set(subscription, entry.offset);
        this.#position = entry.offset;
      }
    }
    this.#send(run);
    this.#tellUnfit(unfit);
    this.sentAt = clock.now();
  }

  /** Each cursor is taken before its provider runs. */
  async snapshots(): Promise<void> {
    const cursor = this.#cursor();
    const due = this.subscriptions.filter(({ wantsSnapshot }) => wantsSnapshot);
    await Promise.all(
      due.map(async (subscription) => {
        subscription.wantsSnapshot = false;
        const { spec, params } = subscription;
        const made = await this.#context.snapshot(subscription, this.#identity);
        if (!made || this.ended) return;
        const { data } = made;
        this.#sink.snapshot({ channel: spec.name, params, cursor, data });
      }),
    );
    this.sentAt = this.#context.clock.now();
  }

  heartbeat(now: number): void {
    // Behind the beginning of a subscription a position would be a step back.
    if (this.subscriptions.some(({ after }) => after > this.#position)) return;
    this.#sink.heartbeat(this.#cursor());
    this.sentAt = now;
  }

  /** The subscription that an entry is for, where it is for one. */
  #subscriptionOf(entry: Entry): Subscription | undefined {
    if (entry.offset <= this.#position) return undefined;
    const found = this.#byAddress
      ? this.#byAddress.get(entry.address)
      : this.subscriptions[0];
    return found && covers(found, entry) ? found : undefined;
  }

  #send(run: readonly Entry[]): void {
    if (run.length === 0) return;
    this.#sink.events({ epoch: this.#context.hub.epoch, entries: run });
    this.#position = run.at(-1)!.offset;
  }

  #tellLost(lost: ReadonlyMap<string, Offset>): void {
    if (lost.size === 0) return;
    for (const subscription of this.subscriptions) {
      const offset = lost.get(subscription.address) ?? 0;
      if (offset > subscription.after && offset > this.#position) {
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

  #gap(subscription: Subscription, reason: GapReason, oldest: Offset): void {
    const { hub, emit } = this.#context;
    const { spec, params } = subscription;
    const channel = spec.name;
    subscription.after = Math.max(subscription.after, oldest);
    subscription.wantsSnapshot = subscription.snapshots;
    this.#sink.gap(
      { channel, params, reason, oldest: formatCursor(hub.epoch, oldest) },
      this.#cursor(),
    );
    emit("onGap", {
      connection: this.#connection,
      identity: this.#identity,
      channel,
      params,
      reason,
    });
  }

  #cursor(): string {
    return formatCursor(this.#context.hub.epoch, this.#position);
  }
}
