/** Frames as bytes, made once for all sockets that are due the same. */
import type { Entry } from "../engine/engine.js";
import type { Batch } from "../server/session.js";
import { eventFrame, type Form, heartbeatFrame } from "./wire.js";

/** Frames of the last entries are kept for other batches that hold them too. */
const KEPT = 256;
const KEPT_LENGTH = 16_384;

export class SseEncoder {
  readonly #form: Form;
  readonly #bytesOf: (text: string) => Uint8Array;
  /** A batch goes to all of its sockets before the next one comes. */
  #batch: Batch | undefined;
  #batchBytes: Uint8Array = new Uint8Array();
  #cursor = "";
  #beat: Uint8Array = new Uint8Array();
  /** By the low bits of the offset. */
  readonly #entries: (Entry | undefined)[] = Array.from({ length: KEPT });
  readonly #frames: string[] = Array.from({ length: KEPT }, () => "");

  constructor(form: Form, bytesOf: (text: string) => Uint8Array) {
    this.#form = form;
    this.#bytesOf = bytesOf;
  }

  text(frame: string): Uint8Array {
    return this.#bytesOf(frame);
  }

  events(batch: Batch): Uint8Array {
    if (batch !== this.#batch) {
      let text = "";
      for (const entry of batch.entries)
        text += this.#frame(entry, batch.epoch);
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

  #frame(entry: Entry, epoch: string): string {
    const slot = entry.offset % KEPT;
    if (this.#entries[slot] === entry) return this.#frames[slot]!;
    const frame = eventFrame(entry, epoch, this.#form);
    if (frame.length <= KEPT_LENGTH) {
      this.#entries[slot] = entry;
      this.#frames[slot] = frame;
    }
    return frame;
  }
}
