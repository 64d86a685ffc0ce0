/// <reference types="node" />
/**
 * Looks whether another process has appended. A look costs a few
 * microseconds, waking up for it some ten times that. File system events
 * would come for every commit of our own, some before what they tell of can
 * be read, and over some mounts not at all.
 */

/** What a look has found. */
export type Found =
  /** Others have appended. */
  | "news"
  | "nothing"
  /** And there are no others. */
  | "nobody";

const WAIT_MS: Readonly<Record<Found, number>> = {
  news: 5,
  nothing: 25,
  nobody: 100,
};
/** Where there was news there is likely more. */
const STAYS_NEWS_MS = 1_000;

export class Watch {
  readonly #look: () => Promise<Found>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #newsUntil = 0;
  #running = false;

  /** @param look never rejects */
  constructor(look: () => Promise<Found>) {
    this.#look = look;
  }

  run(running: boolean): void {
    const begins = running && !this.#running;
    this.#running = running;
    if (begins) this.#next("nothing");
    if (!running) clearTimeout(this.#timer);
  }

  #next(found: Found): void {
    const now = Date.now();
    if (found === "news") this.#newsUntil = now + STAYS_NEWS_MS;
    const wait = WAIT_MS[now < this.#newsUntil ? "news" : found];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#once(), wait);
    this.#timer.unref();
  }

  async #once(): Promise<void> {
    const found = await this.#look();
    if (this.#running) this.#next(found);
  }
}
