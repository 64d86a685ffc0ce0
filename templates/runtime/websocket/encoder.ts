/// <reference types="node" />
/** Frames made once for all sockets that are due the same. */
import { BatchCache } from "../http/batch-cache.js";
import { EntryCache } from "../http/entry-cache.js";
import { eventText } from "../http/event-text.js";
import type { Batch } from "../server/session.js";
import { textFrame } from "./frame.js";
import { heartbeatText } from "./wire.js";

export class FrameEncoder {
  readonly #frames = new EntryCache<Buffer>((entry, epoch) =>
    textFrame(eventText(entry, epoch)),
  );
  /** One buffer each, so that each socket makes one system call of it. */
  readonly #batches = new BatchCache<Buffer>(({ entries, epoch }) => {
    const frames = entries.map((entry) => this.#frames.get(entry, epoch));
    return frames.length === 1 ? frames[0]! : Buffer.concat(frames);
  });
  #cursor = "";
  #beat: Buffer = Buffer.alloc(0);

  events(batch: Batch): Buffer {
    return this.#batches.get(batch);
  }

  heartbeat(cursor: string): Buffer {
    if (cursor !== this.#cursor) {
      this.#cursor = cursor;
      this.#beat = textFrame(heartbeatText(cursor));
    }
    return this.#beat;
  }
}
