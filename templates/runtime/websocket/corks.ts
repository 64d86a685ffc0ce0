/** Sockets that gather what is written until the end of the tick, to send it at once. */
import type { ServerClock } from "../server/server-clock.js";

export interface Corked {
  uncork(): void;
}

export class Corks {
  readonly #clock: ServerClock;
  #due: Corked[] = [];

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  add(corked: Corked): void {
    if (this.#due.length === 0) this.#clock.soon(() => this.#flush());
    this.#due.push(corked);
  }

  #flush(): void {
    const due = this.#due;
    this.#due = [];
    for (const corked of due) corked.uncork();
  }
}
