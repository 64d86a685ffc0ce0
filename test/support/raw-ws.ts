/** A WebSocket client that may break every rule: frames of RFC 6455, section 5.2, byte by byte. */
import { connect, type Socket } from "node:net";

export interface RawFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

export interface FrameOptions {
  readonly fin?: boolean;
  readonly masked?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  /** In place of the payload's. */
  readonly length?: number;
}

export function frame(
  opcode: number,
  payload: string | Uint8Array = "",
  { fin = true, masked = true, reserved = 0, length }: FrameOptions = {},
): Buffer {
  const bytes = Buffer.from(payload);
  const size = length ?? bytes.length;
  const head = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] =
    (masked ? 0x80 : 0) | (size < 126 ? size : size < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(size, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2);
  // A mask of zeros changes nothing.
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), bytes]);
}

export class RawWs {
  readonly socket: Socket;
  readonly frames: RawFrame[] = [];
  /** Resolves when the socket is gone. */
  readonly closed: Promise<void>;
  #rest: Buffer = Buffer.alloc(0);
  #upgraded = false;
  #look: (() => void) | undefined;
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => this.#data(chunk));
    this.closed = new Promise((resolve) =>
      socket.on("close", () => {
        this.#ended = true;
        this.#look?.();
        resolve();
      }),
    );
  }

  /** Resolves when the upgrade is done. */
  static async open(
    port: number,
    path = "/realtime/websocket",
  ): Promise<RawWs> {
    const socket = connect(port, "127.0.0.1");
    const raw = new RawWs(socket);
    socket.write(
      [
        `GET ${path} HTTP/1.1`,
        "host: x",
        "connection: Upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-protocol: rt.v1",
        "authorization: Bearer t",
        "\r\n",
      ].join("\r\n"),
    );
    await raw.until(() => raw.#upgraded);
    return raw;
  }

  send(...frames: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  /** Resolves when it holds, or rejects when the socket is gone before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#ended) throw new Error("the socket is gone");
      await new Promise<void>((resolve) => (this.#look = resolve));
    }
  }

  /** The first control message, or event, of the name. */
  async message(type: string): Promise<unknown> {
    const mark = `{"type":"${type}"`;
    const find = (): RawFrame | undefined =>
      this.frames.find(
        ({ opcode, payload }) =>
          opcode === TEXT && payload.toString().startsWith(mark),
      );
    await this.until(() => find() !== undefined);
    return JSON.parse(find()!.payload.toString()).data;
  }

  /** How the server ended it, when it has. */
  async closeCode(): Promise<number> {
    const find = (): RawFrame | undefined =>
      this.frames.find(({ opcode }) => opcode === CLOSE);
    await this.until(() => find() !== undefined);
    return find()!.payload.readUInt16BE(0);
  }

  count(opcode: number): number {
    return this.frames.filter((one) => one.opcode === opcode).length;
  }

  #data(chunk: Buffer): void {
    let all = Buffer.concat([this.#rest, chunk]);
    if (!this.#upgraded) {
      const end = all.indexOf("\r\n\r\n");
      if (end < 0) return void (this.#rest = all);
      if (!all.toString("latin1").startsWith("HTTP/1.1 101 ")) {
        this.socket.destroy(new Error("not upgraded"));
        return;
      }
      this.#upgraded = true;
      all = all.subarray(end + 4);
    }
    for (;;) {
      const read = readFrame(all);
      if (!read) break;
      this.frames.push(read.frame);
      all = all.subarray(read.size);
    }
    this.#rest = all;
    this.#look?.();
  }
}

function readFrame(
  bytes: Buffer,
): { readonly frame: RawFrame; readonly size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return undefined;
  const length =
    short < 126
      ? short
      : short === 126
        ? bytes.readUInt16BE(2)
        : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < head + length) return undefined;
  return {
    frame: {
      opcode: bytes[0]! & 0x0f,
      payload: bytes.subarray(head, head + length),
    },
    size: head + length,
  };
}
