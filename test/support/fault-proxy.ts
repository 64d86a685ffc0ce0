/**
 * A TCP proxy that misbehaves on command: what networks, proxies and dying
 * machines do to a stream.
 */
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Nothing passes in either direction, and nobody is told. */
  stalled: boolean;
  /** Passes so many bytes more to the client, then resets. */
  cutAfter: number;
}

export class FaultProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  /** New connections are reset at once. */
  refusing = false;
  /** Connections accepted so far. */
  accepted = 0;
  #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port: number): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new FaultProxy(server);
    server.on("connection", (client) => proxy.#accept(client, port));
    await new Promise<void>((resolve) =>
      server.listen(0, "127.0.0.1", resolve),
    );
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves with the next connection that is accepted. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #accept(client: Socket, port: number): void {
    this.accepted++;
    for (const resolve of this.#waiting.splice(0)) resolve();
    client.on("error", () => {});
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    server.on("error", () => {});
    const pair = { client, server, stalled: false, cutAfter: Infinity };
    this.#pairs.add(pair);
    const forget = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on("close", forget);
    server.on("close", forget);
    client.on("data", (bytes) => {
      if (!pair.stalled) server.write(bytes);
    });
    server.on("data", (bytes) => {
      if (pair.stalled) return;
      client.write(bytes.subarray(0, Math.min(bytes.length, pair.cutAfter)));
      pair.cutAfter -= bytes.length;
      if (pair.cutAfter <= 0) client.end(() => client.resetAndDestroy());
    });
    client.on("end", () => server.end());
    server.on("end", () => {
      if (!pair.stalled) client.end();
    });
  }

  /** Resets what is open. */
  drop(): void {
    for (const { client } of this.#pairs) client.resetAndDestroy();
  }

  /** What is open stays open, and nothing passes any more. */
  stall(): void {
    for (const pair of this.#pairs) pair.stalled = true;
  }

  /** The server's side goes away; the client is never told. */
  halfOpen(): void {
    for (const pair of this.#pairs) {
      pair.stalled = true;
      pair.server.removeAllListeners("close").destroy();
    }
  }

  /** Lets so many more bytes through to the client, then resets: in the middle of a frame. */
  cutAfter(bytes: number): void {
    for (const pair of this.#pairs) pair.cutAfter = bytes;
  }

  async stop(): Promise<void> {
    this.refusing = true;
    this.drop();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
