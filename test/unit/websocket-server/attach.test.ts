/** What `attach` takes from a server's sockets, and what it leaves alone. */
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { deferred } from "../../support/deferred.js";
import { refusal } from "../../support/ws-peer.js";
import { served } from "../runtime-server/served.js";
import { COMPLETE, raw } from "./handshakes.js";
import { cleanUp, wired } from "./wired.js";

test("a client that leaves while it is asked about leaves nothing behind", async () => {
  const asked = deferred();
  const answer = deferred<{ identity: { id: string } }>();
  const { port, server, http } = await wired({
    authenticate: () => {
      asked.resolve();
      return answer.promise;
    },
  });
  const gone = new Promise<void>((resolve) =>
    http.on("connection", (socket) => socket.on("close", () => resolve())),
  );
  const socket = connect(port, "127.0.0.1");
  socket.write(
    `${["GET /realtime/websocket HTTP/1.1", ...COMPLETE].join("\r\n")}\r\n\r\n`,
  );
  await asked.promise;
  socket.resetAndDestroy();
  await gone;
  answer.resolve({ identity: { id: "me" } });
  await new Promise(setImmediate);
  expect(server.runtime.connections).toBe(0);
});

test("frames that came with the handshake are not lost", async () => {
  const { port } = await wired();
  const socket = connect(port, "127.0.0.1");
  cleanUp(() => socket.destroy());
  const text = '{"type":"rt.nope","data":{}}';
  const frame = Buffer.concat([
    Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]),
    Buffer.from(text),
  ]);
  const head = ["GET /realtime/websocket HTTP/1.1", ...COMPLETE].join("\r\n");
  socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), frame]));
  let heard = "";
  for await (const chunk of socket) {
    heard += String(chunk);
    if (heard.includes("rt.error")) break;
  }
  expect(heard).toContain("no control message rt.nope");
});

test("other paths are left to other listeners", async () => {
  const { http, port, open, detach } = await wired();
  const others = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, socket, head) => {
    if (request.url !== "/mine") return;
    others.handleUpgrade(request, socket, head, (ws) => ws.send("mine"));
  });
  const mine = new WebSocket(`ws://127.0.0.1:${port}/mine`);
  cleanUp(() => mine.terminate());
  const [message] = await once(mine, "message");
  expect(String(message)).toBe("mine");
  await (await open()).next("rt.hello");
  detach();
  expect(http.listenerCount("upgrade")).toBe(1);
});

test("one that is attached twice leaves nothing behind", async () => {
  const gone = deferred();
  let disconnects = 0;
  const { port, server, http } = await wired({
    hooks: {
      onError() {},
      onDisconnect: () => ++disconnects === 2 && gone.resolve(),
    },
  });
  cleanUp(server.attach(http));
  const ws = new WebSocket(
    `ws://127.0.0.1:${port}/realtime/websocket`,
    ["rt.v1"],
    { headers: { authorization: "Bearer t" } },
  );
  cleanUp(() => ws.terminate());
  ws.on("error", () => {});
  await gone.promise;
  expect(server.runtime.connections).toBe(0);
});

test("two contracts share a server", async () => {
  const first = await wired();
  const second = await wired({ basePath: "/other" });
  cleanUp(second.server.attach(first.http));
  await (await first.open()).next("rt.hello");
  const peer = await first.open({ path: "/other/websocket" });
  expect((await peer.next("rt.hello")).data.protocol).toBe(1);
});

test("a server that upgrades nothing is not listened to", async () => {
  const http = createServer();
  const server = served();
  cleanUp(() => server.close({ graceMs: 0 }));
  server.attach(http)();
  expect(http.listenerCount("upgrade")).toBe(0);
});

test("an offer of another protocol is passed over, as without us", async () => {
  const { port } = await wired();
  const h2c = {
    connection: "Upgrade, HTTP2-Settings",
    upgrade: "h2c",
    "http2-settings": "AAMAAABkAAQAoAAAAAIAAAAA",
    authorization: "Bearer t",
  };
  const get = (path: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        { port, host: "127.0.0.1", path, headers: h2c },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
            if (text.includes("rt.hello")) response.destroy();
          });
          response.on("close", () =>
            resolve({ status: response.statusCode ?? 0, text }),
          );
        },
      );
      request.on("error", reject);
      request.end();
    });
  expect((await get("/realtime/nope")).status).toBe(404);
  const stream = await get("/realtime/sse?subscribe=lobby");
  expect(stream.status).toBe(200);
  expect(stream.text).toContain("event: rt.hello");
});

test("an offer of another protocol with a body cannot be passed over", async () => {
  const { port } = await wired();
  const { status } = await raw(port, [
    "POST /realtime/messages HTTP/1.1",
    "host: x",
    "connection: Upgrade",
    "upgrade: h2c",
    "content-length: 2",
  ]);
  expect(status).toBe(400);
});

test("while it closes, and after, there is only 503", async () => {
  const { server, port, open } = await wired();
  const peer = await open();
  await peer.next("rt.hello");
  await server.close({ graceMs: 0 });
  const refused = await refusal(port);
  expect(refused.status).toBe(503);
  expect(JSON.parse(refused.body).error.code).toBe("shutting_down");
  expect((await peer.closed).code).toBe(1012);
});

test("a socket that somebody else took over is not fought for", async () => {
  const { http, port } = await wired();
  const others = new WebSocketServer({ noServer: true });
  http.prependListener("upgrade", (request, socket, head) =>
    others.handleUpgrade(request, socket, head, () => {}),
  );
  const ws = new WebSocket(
    `ws://127.0.0.1:${port}/realtime/websocket`,
    "rt.v1",
    {
      headers: { authorization: "Bearer t" },
    },
  );
  ws.on("error", () => {});
  const [code] = await once(ws, "close");
  expect(code).toBe(1006);
});

test("without attach, an upgrade is answered as the plain request that it is", async () => {
  const { port, detach } = await wired();
  detach();
  expect((await refusal(port)).status).toBe(426);
});
