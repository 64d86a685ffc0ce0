/** The clients of a bench, in this process. */
import { micros } from "../servers/event.js";
import { Client, sentAt } from "./client.js";
import { type Wire, wires } from "./wires.js";

/** Connections under way at once, so that no listen queue overflows. */
const OPENING = 200;

export class Load {
  readonly clients: readonly Client[];
  /** Events that all clients have heard. */
  total = 0;
  #due = Infinity;
  #heard: (() => void) | undefined;
  /** Microseconds from publish to arrival; only while they are asked for. */
  #latencies: number[] | undefined;

  private constructor(clients: readonly Client[]) {
    this.clients = clients;
    for (const client of clients) {
      client.onEvents = (count, chunk) => this.#count(count, chunk);
    }
  }

  /** Resolves when events will reach all clients. */
  static async open(
    port: number,
    kind: string,
    count: number,
    wire: Wire = wires[kind]!,
  ): Promise<Load> {
    const clients: Client[] = [];
    while (clients.length < count) {
      const length = Math.min(OPENING, count - clients.length);
      const group = Array.from({ length }, () => new Client(port, kind, wire));
      clients.push(...group);
      await Promise.all(group.map(({ isReady }) => isReady));
    }
    return new Load(clients);
  }

  /** Resolves when so many more events have come than had at the call. */
  more(events: number): Promise<void> {
    this.#due = this.total + events;
    return new Promise((resolve) => (this.#heard = resolve));
  }

  /** Keeps the time that events take, until the next call. */
  timed(): readonly number[] {
    const last = this.#latencies ?? [];
    this.#latencies = [];
    return last;
  }

  close(): void {
    for (const { socket } of this.clients) socket.destroy();
  }

  #count(events: number, chunk: Buffer): void {
    this.total += events;
    if (this.#latencies) {
      const sent = sentAt(chunk);
      if (sent !== undefined) this.#latencies.push(micros() - sent);
    }
    if (this.total >= this.#due) {
      this.#due = Infinity;
      this.#heard?.();
    }
  }
}
