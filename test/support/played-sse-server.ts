/**
 * A server written by hand from WIRE.md, for the client: the test plays each
 * request. It shares no code with ours.
 */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface PlayedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON as a test looks at it
  readonly body: any;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Resolves when the client has gone. */
  readonly gone: Promise<void>;
}

export class PlayedServer {
  readonly #server: Server;
  readonly #requests: PlayedRequest[] = [];
  readonly #waiting: ((request: PlayedRequest) => void)[] = [];
  #count = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<PlayedServer> {
    const server = createServer();
    const played = new PlayedServer(server);
    server.on("request", (request, response) => {
      const gone = new Promise<void>((resolve) =>
        response.on("close", () => resolve()),
      );
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        played.#add({
          method: request.method ?? "",
          path: request.url ?? "",
          headers: request.headers,
          body: text ? JSON.parse(text) : undefined,
          response,
          socket: request.socket,
          gone,
        });
      });
    });
    await new Promise<void>((resolve) =>
      server.listen(0, "127.0.0.1", resolve),
    );
    return played;
  }

  #add(request: PlayedRequest): void {
    this.#count++;
    const waiting = this.#waiting.shift();
    if (waiting) waiting(request);
    else this.#requests.push(request);
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/realtime`;
  }

  /** How many requests have come. */
  get count(): number {
    return this.#count;
  }

  /** Sockets that are open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#server.getConnections((error, count) =>
        error ? reject(error) : resolve(count),
      ),
    );
  }

  /** The next request, when it comes. */
  next(): Promise<PlayedRequest> {
    const request = this.#requests.shift();
    return request
      ? Promise.resolve(request)
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
};

/** The hello that accepts what the request asked for. */
export function hello(
  { body }: PlayedRequest,
  cursor: string,
  more: { heartbeatMs?: number; refuse?: string[] } = {},
): string {
  const { heartbeatMs = 15_000, refuse = [] } = more;
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON as a test looks at it
  const channels = body.subscriptions.map(({ channel, params, start }: any) =>
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
  const data = JSON.stringify({
    protocol: 1,
    schema: "hash",
    cursor,
    recovered: false,
    heartbeatMs,
    channels,
  });
  return `retry: 1\nid: ${cursor}\nevent: rt.hello\ndata: ${data}\n\n`;
}

export function event(
  cursor: string,
  data: unknown,
  more: { type?: string; id?: string } = {},
): string {
  const { type = "ticked", id = `id-${cursor}` } = more;
  const meta = JSON.stringify({
    id,
    channel: "ticks",
    params: {},
    time: "2026-01-01T00:00:00.000Z",
  });
  return `id: ${cursor}\nevent: ${type}\nmeta: ${meta}\ndata: ${JSON.stringify(data)}\n\n`;
}
