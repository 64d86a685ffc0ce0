/** The floors: what one would write with node:http and `ws` alone, without a log, checks or resume. */
import { createServer, type ServerResponse } from "node:http";
import { createChannel, createSession } from "better-sse";
import { type WebSocket, WebSocketServer } from "ws";
import { type BenchServer, listening } from "./listening.js";

export async function rawSse(): Promise<BenchServer> {
  const all = new Set<ServerResponse>();
  let id = 0;
  const server = createServer((_, response) => {
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
    });
    response.write(":ok\n\n");
    all.add(response);
    response.on("close", () => all.delete(response));
  });
  return {
    port: await listening(server),
    publish(event) {
      const bytes = Buffer.from(
        `id: ${++id}\ndata: ${JSON.stringify(event)}\n\n`,
      );
      for (const response of all) response.write(bytes);
    },
  };
}

/** Echoes what comes, too. */
export async function rawWebSocket(): Promise<BenchServer> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket: WebSocket) => {
    socket.on("message", (message: Buffer) =>
      socket.send(JSON.stringify(JSON.parse(message.toString()))),
    );
  });
  return {
    port: await listening(server),
    publish(event) {
      const bytes = Buffer.from(JSON.stringify(event));
      for (const socket of sockets.clients) {
        socket.send(bytes, { binary: false });
      }
    },
  };
}

export async function betterSse(): Promise<BenchServer> {
  const channel = createChannel();
  const server = createServer((request, response) => {
    void createSession(request, response).then((session) =>
      channel.register(session),
    );
  });
  return {
    port: await listening(server),
    publish: (event) => channel.broadcast(event, "event"),
  };
}
