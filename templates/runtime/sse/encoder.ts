/** Frames as bytes, made once for all sockets that are due the same. */
import { EntryCache } from "../http/entry-cache.js";
import type { Batch } from "../server/session.js";
import { eventFrame, type Form, heartbeatFrame } from "./wire.js";

export class SseEncoder {
  readonly #frames: EntryCache<string>;
  readonly #bytesOf: (text: string) => Uint8Array;
  /** A batch goes to all of its sockets before the next one comes. */
  #batch: Batch | undefined;
  #batchBytes: Uint8Array = new Uint8Array();
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
    if (batch !== this.#batch) {
      let text = "";
      for (const entry of batch.entries)
        text += this.#frames.get(entry, batch.epoch);
      this.#batch = batch;
      this.#batchBytes = this.#bytesOf(text);
    }
    return this.#batchBytes;
  }

  heartbeat(cursor: string): Uint8Array {
    if (cursor !== this.#cursor) {
      this.#cursor = cursor;
      this.#beat = this.#bytesOf(heartbeatFrame(cursor));
    }
    return this.#beat;
  }
}
