/** One client of the property test: its cursors, and what it holds against what was published. */
import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import type { Instance } from "../../../templates/runtime/core/instance.js";
import type {
  EventMeta,
  Gap,
  Start,
  SubscribeRequest,
  SubscribeResult,
} from "../../../templates/runtime/core/protocol.js";
import type { PageHead } from "../../../templates/runtime/polling/protocol.js";
import { parseCursor } from "../../../templates/runtime/server/cursor.js";
import type { Connection } from "../../../templates/runtime/server/session.js";
import {
  type Frame,
  type Harness,
  type Me,
  TestSink,
} from "../../unit/runtime-server/harness.js";
import { isOf, isOpen, nameOf, type Published } from "./published.js";

/** What a poll is answered with. */
export interface Answer extends PageHead {
  readonly events: readonly {
    readonly type: string;
    readonly data: unknown;
    readonly meta?: EventMeta & { readonly cursor: string };
  }[];
}

export class Client {
  readonly #published: Published;
  readonly #start: Start;
  /** What it wants to hear, by name. */
  readonly #wanted: Map<string, Instance>;
  /** What it hears now. */
  readonly #active = new Map<string, Instance>();
  /** Of each subscription, as our own client keeps it. */
  readonly #cursors = new Map<string, string>();
  /**
   * Up to where something may be missing of several addresses together: what
   * was there when they were told of a gap, or began without a cursor. Some
   * have lost events from among those that others still have.
   */
  readonly #excused = new Map<string, number>();
  /** Subscriptions that are being changed on the open connection. */
  readonly #changing = new Set<string>();
  connection: Connection<Me> | undefined;
  sink = new TestSink();
  #seen = 0;

  constructor(published: Published, places: readonly Instance[], start: Start) {
    this.#published = published;
    this.#wanted = new Map(places.map((place) => [nameOf(place), place]));
    this.#start = start;
  }

  async connect({ runtime }: Harness): Promise<void> {
    if (this.connection && !this.connection.ended) return;
    this.sink = new TestSink();
    this.#seen = 0;
    this.#active.clear();
    this.#changing.clear();
    const result = await runtime.session.connect(
      { identity: { id: "me" }, credentials: {} as never },
      [...this.#wanted.values()].map((place) => this.#request(place)),
      this.sink,
    );
    if (!result.ok) throw new Error(result.error.code);
    this.connection = result.connection;
  }

  /** One answer in place of a connection, to all that it wants to hear; whether there is more. */
  async poll(
    ask: (requests: readonly SubscribeRequest[]) => Promise<Answer>,
  ): Promise<boolean> {
    this.#active.clear();
    const requests = [...this.#wanted.values()].map((place) =>
      this.#request(place),
    );
    if (requests.length === 0) return false;
    const { channels, events, hasMore } = await ask(requests);
    this.#begun(channels);
    for (const { type, data, meta } of events) {
      if (type === "rt.gap") this.#gap(data as Gap);
      else this.#event(meta!.cursor, nameOf(meta!));
    }
    for (const result of channels) {
      this.#reached(nameOf(result), result, result.next!);
    }
    return hasMore;
  }

  /** One subscription more, on the open connection where there is one. */
  add(place: Instance): void {
    const name = nameOf(place);
    if (this.#wanted.has(name)) return;
    this.#wanted.set(name, place);
    // Its cursor moves till it has ended: the next connection has it again.
    if (this.#changing.has(name)) return;
    this.#changing.add(name);
    void this.connection?.subscribe([this.#request(place)], (results) => {
      this.look();
      this.#changing.delete(name);
      this.#begun(results);
    });
  }

  remove(place: Instance): void {
    const name = nameOf(place);
    if (!this.#wanted.delete(name)) return;
    this.#changing.add(name);
    this.connection?.unsubscribe([place]);
  }

  /** Takes in what the sink was told since, and holds it against the model. */
  look(): void {
    const frames = this.sink.frames.slice(this.#seen);
    this.#seen = this.sink.frames.length;
    for (const frame of frames) this.#take(frame);
  }

  /** What it has not heard and should have, though it has caught up. */
  get missed(): number[] {
    return [...this.#active].flatMap(([name, place]) => {
      const { epoch, offset } = this.#from(name);
      return this.#published.due(place, epoch, offset, Infinity);
    });
  }

  /** Whether it was sent an event that is for it. */
  heard(offset: number, instance: Instance): boolean {
    if (![...this.#active.values()].some((one) => isOf(one, instance))) {
      return true;
    }
    return this.sink.events_.some(
      ({ cursor }) => parseCursor(cursor)!.offset === offset,
    );
  }

  #request(place: Instance): SubscribeRequest {
    const cursor = this.#cursors.get(nameOf(place));
    return {
      ...place,
      start: cursor === undefined ? this.#start : { cursor },
    };
  }

  #at(name: string): { readonly epoch: string; readonly offset: number } {
    return parseCursor(this.#cursors.get(name)!)!;
  }

  /** After this it has heard everything. */
  #from(name: string): { readonly epoch: string; readonly offset: number } {
    const { epoch, offset } = this.#at(name);
    return {
      epoch,
      offset: Math.max(offset, this.#excused.get(name) ?? 0),
    };
  }

  #excuse(name: string, place: Instance, epoch: string): void {
    if (isOpen(place)) this.#excused.set(name, this.#published.head(epoch));
  }

  #begun(results: readonly SubscribeResult[]): void {
    for (const result of results) {
      if (!result.ok) throw new Error(result.error.code);
      const name = nameOf(result);
      this.#active.set(name, this.#wanted.get(name) ?? result);
      const asked = this.#cursors.get(name);
      if (result.recovered) equal(result.cursor, asked);
      if (asked === undefined) {
        this.#cursors.set(name, result.cursor);
        this.#excuse(name, result, this.#at(name).epoch);
      }
    }
  }

  #take(frame: Frame): void {
    if ("hello" in frame) this.#begun(frame.hello.channels);
    else if ("unsubscribed" in frame) {
      const name = nameOf(frame.unsubscribed);
      this.#changing.delete(name);
      this.#active.delete(name);
    } else if ("event" in frame) this.#event(frame.cursor, frame.address);
    else if ("gap" in frame) this.#gap(frame.gap);
    else if ("heartbeat" in frame) this.#heartbeat(frame.heartbeat);
  }

  /** It is for some subscription, which missed nothing before it. */
  #event(cursor: string, address: string): void {
    const { epoch, offset } = parseCursor(cursor)!;
    const event = this.#published.get(epoch, offset)!;
    equal(event.address, address);
    let isNew = false;
    for (const [name, place] of this.#active) {
      if (!isOf(place, event.instance)) continue;
      const mine = this.#at(name);
      equal(mine.epoch, epoch);
      if (mine.offset >= offset) continue;
      isNew = true;
      const from = this.#from(name).offset;
      deepEqual(this.#published.due(place, epoch, from, offset - 1), []);
      this.#cursors.set(name, cursor);
    }
    ok(isNew, `${cursor} came twice, or to the wrong one`);
  }

  /** It has missed something, and goes on from there. */
  #gap(gap: Gap): void {
    const { oldest, reason } = gap;
    const name = nameOf(gap);
    const place = this.#active.get(name)!;
    const mine = this.#at(name);
    const { epoch, offset } = parseCursor(oldest)!;
    if (mine.epoch === epoch) {
      equal(reason, "retention");
      const to = isOpen(place) ? this.#published.head(epoch) : offset;
      notDeepEqual(this.#published.between(place, epoch, mine.offset, to), []);
    } else {
      equal(reason, "epoch");
    }
    this.#cursors.set(name, oldest);
    this.#excuse(name, place, epoch);
  }

  #heartbeat(cursor: string): void {
    for (const [name, place] of this.#active) {
      this.#reached(name, place, cursor);
    }
  }

  /** Up to there nothing is missing. */
  #reached(name: string, place: Instance, cursor: string): void {
    const { epoch, offset } = parseCursor(cursor)!;
    const mine = this.#at(name);
    equal(mine.epoch, epoch);
    ok(offset >= mine.offset);
    const from = this.#from(name).offset;
    deepEqual(this.#published.due(place, epoch, from, offset, offset), []);
    this.#cursors.set(name, cursor);
  }
}
