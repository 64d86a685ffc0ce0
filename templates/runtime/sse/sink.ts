/** One stream: the core's calls as frames. */
import type { ResponseBody } from "../http/http.js";
import type { Gap, Hello, Snapshot } from "../core/protocol.js";
import type { Batch, CloseReason, Sink } from "../server/session.js";
import type { SseEncoder } from "./encoder.js";
import { closeFrame, gapFrame, helloFrame, snapshotFrame } from "./wire.js";

export class SseSink implements Sink {
  written = 0;
  readonly #encoder: SseEncoder;
  readonly #retryMs: number;
  #body: ResponseBody | undefined;
  /** What comes before the response has begun: the hello and what follows at once. */
  #early: Uint8Array[] | undefined = [];
  #closed = false;

  constructor(encoder: SseEncoder, retryMs: number) {
    this.#encoder = encoder;
    this.#retryMs = retryMs;
  }

  get writable(): boolean {
    return this.#body?.writable ?? false;
  }

  get waiting(): number {
    return this.#body?.waiting ?? 0;
  }

  /** The response has begun. */
  open(body: ResponseBody): void {
    this.#body = body;
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const bytes of early) body.write(bytes);
    if (this.#closed) body.end();
  }

  hello(hello: Hello): void {
    this.#write(this.#encoder.text(helloFrame(hello, this.#retryMs)));
  }

  events(batch: Batch): void {
    this.#write(this.#encoder.events(batch));
  }

  heartbeat(cursor: string): void {
    this.#write(this.#encoder.heartbeat(cursor));
  }

  gap(gap: Gap, cursor: string): void {
    this.#write(this.#encoder.text(gapFrame(gap, cursor)));
  }

  snapshot(snapshot: Snapshot): void {
    this.#write(this.#encoder.text(snapshotFrame(snapshot)));
  }

  close(reason: CloseReason, retryAfterMs?: number): void {
    this.#write(this.#encoder.text(closeFrame(reason, retryAfterMs)));
    this.#closed = true;
    this.#body?.end();
  }

  #write(bytes: Uint8Array): void {
    this.written += bytes.byteLength;
    if (this.#body) this.#body.write(bytes);
    else this.#early?.push(bytes);
  }
}
