/** What the property test knows of the log and of its clients. */
import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { parseCursor } from "../../../templates/runtime/server/cursor.js";
import type { Connection } from "../../../templates/runtime/server/session.js";
import {
  type Frame,
  type Harness,
  TestSink,
} from "../../unit/runtime-server/harness.js";

/** All that was ever published: offsets of each address, by epoch. */
export type Published = Map<string, Map<string, number[]>>;

/** One client: its cursors, and what it holds against the model. */
export class Client {
  readonly #published: Published;
  readonly #channels: readonly string[];
  /** Of each subscription, as our own client keeps it. */
  readonly cursors = new Map<string, string>();
  connection: Connection | undefined;
  sink = new TestSink();
  #seen = 0;

  constructor(published: Published, channels: readonly string[]) {
    this.#published = published;
    this.#channels = channels;
  }

  async connect({ runtime }: Harness): Promise<void> {
    if (this.connection && !this.connection.ended) return;
    this.sink = new TestSink();
    this.#seen = 0;
    const requests = this.#channels.map((name) => {
      const cursor = this.cursors.get(name);
      return {
        channel: name,
        params: {},
        start: cursor === undefined ? ("now" as const) : { cursor },
      };
    });
    const result = await runtime.session.connect(
      { identity: { id: "me" }, credentials: {} as never },
      requests,
      this.sink,
    );
    if (!result.ok) throw new Error(result.error.code);
    this.connection = result.connection;
  }

  /** Takes in what the sink was told since, and holds it against the model. */
  look(): void {
    const frames = this.sink.frames.slice(this.#seen);
    this.#seen = this.sink.frames.length;
    for (const frame of frames) this.#take(frame);
  }

  /** Offsets of an address after a cursor, up to an offset. */
  between(name: string, cursor: string, to: number): number[] {
    const { epoch, offset } = parseCursor(cursor)!;
    const all = this.#published.get(epoch)?.get(name) ?? [];
    return all.filter((at) => at > offset && at <= to);
  }

  #take(frame: Frame): void {
    if ("hello" in frame) {
      for (const result of frame.hello.channels) {
        if (!result.ok) throw new Error("refused");
        const asked = this.cursors.get(result.channel);
        if (result.recovered) equal(result.cursor, asked);
        if (asked === undefined || result.recovered) {
          this.cursors.set(result.channel, result.cursor);
        }
      }
    } else if ("event" in frame) {
      const cursor = this.cursors.get(frame.address)!;
      const { epoch, offset } = parseCursor(frame.cursor)!;
      equal(parseCursor(cursor)!.epoch, epoch);
      // Nothing was left out, and nothing came twice.
      deepEqual(this.between(frame.address, cursor, offset), [offset]);
      this.cursors.set(frame.address, frame.cursor);
    } else if ("gap" in frame) {
      const { channel: name, oldest, reason } = frame.gap;
      const cursor = this.cursors.get(name)!;
      const at = parseCursor(oldest)!;
      if (parseCursor(cursor)!.epoch === at.epoch) {
        equal(reason, "retention");
        notDeepEqual(this.between(name, cursor, at.offset), []);
      } else {
        equal(reason, "epoch");
      }
      this.cursors.set(name, oldest);
    } else if ("heartbeat" in frame) {
      const { epoch, offset } = parseCursor(frame.heartbeat)!;
      for (const [name, cursor] of this.cursors) {
        const mine = parseCursor(cursor)!;
        equal(mine.epoch, epoch);
        ok(offset >= mine.offset);
        deepEqual(this.between(name, cursor, offset), []);
        this.cursors.set(name, frame.heartbeat);
      }
    }
  }
}
