/** A plain `ws` client that speaks the wire by hand. */
import { once } from "node:events";
import { WebSocket } from "ws";

export interface Frame {
  readonly type: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the wire has
  readonly data: any;
  readonly meta?: {
    readonly cursor: string;
    readonly channel: string;
    readonly id: string;
  };
}

export interface PeerOptions {
  /** Behind the authority. */
  readonly path?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly autoPong?: boolean;
}

/** As a refused upgrade is answered. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function dial(port: number, options: PeerOptions): WebSocket {
  const { path = "/realtime/websocket", protocols = ["rt.v1"] } = options;
  return new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], {
    headers: { authorization: "Bearer t", ...options.headers },
    autoPong: options.autoPong ?? true,
    perMessageDeflate: false,
  });
}

export class WsPeer {
  readonly ws: WebSocket;
  /** All that came. */
  readonly frames: Frame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #read = 0;
  #arrived: (() => void) | undefined;

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on("error", () => {});
    ws.on("message", (data) => {
      this.frames.push(JSON.parse(String(data)) as Frame);
      this.#arrived?.();
    });
    this.closed = once(ws, "close").then(([code, reason]) => ({
      code: code as number,
      reason: String(reason),
    }));
    void this.closed.then(() => this.#arrived?.());
  }

  /** Resolves when it is open; the hello may still be on its way. */
  static async open(port: number, options: PeerOptions = {}): Promise<WsPeer> {
    const ws = dial(port, options);
    const peer = new WsPeer(ws);
    await once(ws, "open");
    return peer;
  }

  /** The next frame of the type; those before it are passed over. */
  async next(type: string): Promise<Frame> {
    for (;;) {
      while (this.#read < this.frames.length) {
        const frame = this.frames[this.#read++]!;
        if (frame.type === type) return frame;
      }
      if (this.ws.readyState === WebSocket.CLOSED) {
        throw new Error(`closed before ${type}`);
      }
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    }
  }

  send(frame: unknown): void {
    this.ws.send(JSON.stringify(frame));
  }

  async subscribe(
    ...channels: (string | Readonly<Record<string, unknown>>)[]
  ): Promise<Frame> {
    this.send({
      type: "rt.subscribe",
      data: {
        subscriptions: channels.map((one) =>
          Object.assign(
            { params: {}, start: "now" },
            typeof one === "string" ? { channel: one } : one,
          ),
        ),
      },
    });
    return this.next("rt.subscribed");
  }
}

/** The answer to an upgrade that is refused. */
export async function refusal(
  port: number,
  options: PeerOptions = {},
): Promise<Refusal> {
  const ws = dial(port, options);
  ws.on("error", () => {});
  const answered = new Promise<Refusal>((resolve, reject) => {
    ws.on("open", () => reject(new Error("it was not refused")));
    ws.on("unexpected-response", (_request, response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
        }),
      );
    });
  });
  try {
    return await answered;
  } finally {
    ws.terminate();
  }
}
