/** Clients that poll, each over a connection of its own that stays; they read no more than they must. */
import { connect, type Socket } from "node:net";
import { once } from "node:events";

export interface Answer {
  /** By the first digits of the answer: 200 or 304. */
  readonly status: string;
  readonly head: string;
  readonly body: string;
}

export class Poller {
  readonly #socket: Socket;
  #heard = "";
  #answered: ((answer: Answer) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#data(chunk));
    socket.on("error", () => {});
  }

  static async open(port: number): Promise<Poller> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new Poller(socket);
  }

  ask(path: string, headers: string): Promise<Answer> {
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${headers}\r\n`,
    );
    return new Promise((resolve) => (this.#answered = resolve));
  }

  close(): void {
    this.#socket.destroy();
  }

  #data(chunk: string): void {
    this.#heard += chunk;
    const end = this.#heard.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#heard.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const body = this.#heard.slice(end + 4);
    if (body.length < length) return;
    this.#heard = "";
    this.#answered?.({ status: head.slice(9, 12), head, body });
  }
}

/** How a client of one kind of server goes on from an answer. */
export class Place {
  readonly #kind: string;
  readonly #token: string;
  #cursor = "";
  #tag = "";

  constructor(kind: string, token: string) {
    this.#kind = kind;
    this.#token = token;
  }

  get path(): string {
    const wait = this.#cursor === "" ? 0 : 25;
    switch (this.#kind) {
      case "polling/ours":
        return "/realtime/polling?subscribe=feed";
      case "long-polling/ours":
        return `/realtime/long-polling?subscribe=feed&wait=${wait}`;
      default:
        return this.#cursor === "" ? "/?cursor=0" : `/?cursor=${this.#cursor}`;
    }
  }

  get headers(): string {
    const isOurs = this.#kind.endsWith("/ours");
    const cursor = isOurs && this.#cursor;
    return [
      `authorization: Bearer ${this.#token}`,
      ...(cursor ? [`last-event-id: ${cursor}`] : []),
      ...(this.#tag ? [`if-none-match: ${this.#tag}`] : []),
      "",
    ].join("\r\n");
  }

  take({ status, head, body }: Answer): void {
    this.#tag = /\r\netag: (.*)/i.exec(head)?.[1] ?? "";
    this.#cursor =
      /\r\nrt-cursor: (.*)/i.exec(head)?.[1] ??
      (status === "200" ? /"cursor":"([^"]*)"/.exec(body)![1]! : this.#cursor);
  }
}
