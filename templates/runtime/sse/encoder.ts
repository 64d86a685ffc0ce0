/** Frames as bytes, made once for all sockets that are due the same. */
import { BatchCache } from "../http/batch-cache.js";
import { EntryCache } from "../http/entry-cache.js";
import type { Batch } from "../server/session.js";
import { eventFrame, type Form, heartbeatFrame } from "./wire.js";

export class SseEncoder {
  readonly #frames: EntryCache<string>;
  readonly #bytesOf: (text: string) => Uint8Array;
  readonly #batches = new BatchCache(({ entries, epoch }) => {
    let text = "";
    for (const entry of entries) text += this.#frames.get(entry, epoch);
    return this.#bytesOf(text);
  });
  #cursor = "";
  #beat: Uint8Array = new Uint8Array();

  constructor(form: Form, bytesOf: (text: string) => Uint8Array) {
    this.#frames = new EntryCache((entry, epoch) =>
      eventFrame(entry, epoch, form),
    );
    this.#bytesOf = bytesOf;
  }

  text(frame: string): Uint8Array {
    return this.#bytesOf(frame);
  }

  events(batch: Batch): Uint8Array {
    return this.#batches.get(batch);
  }

  heartbeat(cursor: string): Uint8Array {
    if (cursor !== this.#cursor) {
      this.#cursor = cursor;
      this.#beat = this.#bytesOf(heartbeatFrame(cursor));
    }
    return this.#beat;
  }
}
