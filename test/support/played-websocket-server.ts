/**
 * A server written by hand from WIRE.md on plain `ws`, for the client: the
 * test plays each connection. It shares no code with ours.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";

// oxlint-disable-next-line typescript/no-explicit-any -- JSON as a test looks at it
type Frame = any;

/** What comes, and who waits for it: each goes to one. */
class Mailbox<Value> {
  readonly #values: Value[] = [];
  readonly #waiting: ((value: Value) => void)[] = [];

  put(value: Value): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(value);
    else this.#values.push(value);
  }

  take(): Promise<Value> {
    return this.#values.length > 0
      ? Promise.resolve(this.#values.shift()!)
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  get size(): number {
    return this.#values.length;
  }
}

export class PlayedSocket {
  readonly ws: WebSocket;
  /** Resolves with the code when the client has gone. */
  readonly gone: Promise<number>;
  readonly #frames = new Mailbox<Frame>();

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on("message", (data) => this.#frames.put(JSON.parse(String(data))));
    ws.on("error", () => {});
    this.gone = new Promise((resolve) => ws.on("close", resolve));
  }

  /** The next frame of the client, when it comes. */
  frame(): Promise<Frame> {
    return this.#frames.take();
  }

  /** Frames that came and were not asked for. */
  get unread(): number {
    return this.#frames.size;
  }

  /** A control message; `rt.` goes without saying. */
  say(name: string, data: object): this {
    this.ws.send(JSON.stringify({ type: `rt.${name}`, data }));
    return this;
  }

  hello(cursor = "e.0", heartbeatMs = 15_000): this {
    return this.say("hello", {
      protocol: 1,
      schema: "hash",
      cursor,
      heartbeatMs,
      recovered: true,
      channels: [],
    });
  }

  /** Takes the next frame, which must be a subscribe, and says yes to all of it but what is refused. */
  async subscribed(cursor: string, refuse: string[] = []): Promise<Frame[]> {
    const { type, data } = await this.frame();
    if (type !== "rt.subscribe") throw new Error(`${type}, not rt.subscribe`);
    const channels = data.subscriptions.map(
      ({ channel, params, start }: Frame) =>
        refuse.includes(channel)
          ? {
              channel,
              params,
              ok: false,
              error: { code: "forbidden", message: "no", kind: "realtime" },
            }
          : {
              channel,
              params,
              ok: true,
              cursor: start.cursor ?? cursor,
              recovered: "cursor" in Object(start),
            },
    );
    this.say("subscribed", { channels });
    return data.subscriptions;
  }

  event(cursor: string, data: unknown, more: Frame = {}): this {
    const { type = "ticked", id = `id-${cursor}`, ...where } = more;
    const time = "2026-01-01T00:00:00.000Z";
    const meta = { id, channel: "ticks", params: {}, time, cursor, ...where };
    this.ws.send(JSON.stringify({ type, data, meta }));
    return this;
  }

  /** Answers a message. */
  reply({ id }: Frame, data?: unknown): this {
    return this.say("reply", { id, ok: true, data });
  }

  refuse({ id }: Frame, error: Frame): this {
    const all = { message: error.code, kind: "realtime", ...error };
    return this.say("reply", { id, ok: false, error: all });
  }
}

/** A handshake that has not been answered. */
export interface PlayedUpgrade {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly protocols: readonly string[];
  accept(): Promise<PlayedSocket>;
  refuse(status: number, headers?: Record<string, string>, body?: string): void;
}

export class PlayedWebSocketServer {
  readonly #http: Server;
  readonly #upgrades = new Mailbox<PlayedUpgrade>();
  readonly #sockets = new Set<Socket>();
  /** Handshakes that have come. */
  count = 0;

  private constructor(http: Server) {
    this.#http = http;
    const server = new WebSocketServer({
      noServer: true,
      handleProtocols: () => "rt.v1", // never what the client put first
    });
    http.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    http.on("upgrade", (request, socket: Duplex, head) => {
      this.count++;
      const offered = request.headers["sec-websocket-protocol"] ?? "";
      this.#upgrades.put({
        path: request.url ?? "",
        headers: request.headers,
        protocols: offered.split(",").map((one: string) => one.trim()),
        accept: () =>
          new Promise((resolve) =>
            server.handleUpgrade(request, socket, head, (ws) =>
              resolve(new PlayedSocket(ws)),
            ),
          ),
        refuse(status, headers = {}, body = "") {
          const lines = Object.entries({
            connection: "close",
            "content-length": body.length,
            ...headers,
          }).map(([name, value]) => `${name}: ${value}\r\n`);
          socket.end(`HTTP/1.1 ${status} No\r\n${lines.join("")}\r\n${body}`);
        },
      });
    });
  }

  static async start(): Promise<PlayedWebSocketServer> {
    const http = createServer();
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    return new PlayedWebSocketServer(http);
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/realtime`;
  }

  /** The next handshake, when it comes. */
  next(): Promise<PlayedUpgrade> {
    return this.#upgrades.take();
  }

  /** The next connection, open. */
  async accept(): Promise<PlayedSocket> {
    return (await this.next()).accept();
  }

  /** Sockets that are open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#http.getConnections((error, count) =>
        error ? reject(error) : resolve(count),
      ),
    );
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy(); // `http` knows no upgraded ones
    await new Promise((resolve) => this.#http.close(resolve));
  }
}
