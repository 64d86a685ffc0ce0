/** Python's `websockets`, that knows nothing of us, against what WIRE.md says. */
import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { wired } from "../../unit/websocket-server/wired.js";

/** Debian's packages are seen by its own Python alone. */
const python = ["/usr/bin/python3", "python3"].find(
  (path) =>
    spawnSync(path, ["-c", "import websockets"], { stdio: "ignore" }).status ===
    0,
);
if (!python && process.env["CI"]) {
  throw new Error("missing: apt-get install -y python3-websockets");
}
const script = fileURLToPath(new URL("./peer.py", import.meta.url));

test.skipIf(!python)("a whole conversation", async () => {
  const { server, port } = await wired();
  const lobby = server.channels["lobby"]!();
  await lobby.publish("tick", { n: 1, name: "Zoë" }, { id: "A1" });
  await lobby.publish("tick", { n: 2 }, { id: "A2" });
  const { stdout } = await promisify(execFile)(python!, [script, String(port)]);
  expect(JSON.parse(stdout)).toEqual({
    subprotocol: "rt.v1",
    hello: {
      protocol: 1,
      schema: "h1",
      cursor: "e1.2",
      recovered: false,
      heartbeatMs: 15_000,
      channels: [],
    },
    subscribed: [
      {
        channel: "lobby",
        params: {},
        ok: true,
        cursor: "e1.0",
        recovered: false,
      },
    ],
    event: {
      type: "tick",
      data: { n: 1, name: "Zoë" },
      meta: {
        id: "A1",
        channel: "lobby",
        params: {},
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        cursor: "e1.1",
      },
    },
    reply: { id: "m1", ok: true, data: { cancelled: true } },
    parts: Array.from({ length: 20 }, (_, n) => n + 1),
    end: { id: "s1", ok: true },
    "never echoed": "rt.v1",
    recovered: true,
    next: { n: 2 },
    ticket: 30_000,
    refused: [401, "Bearer"],
    closed: [1003, "text frames only"],
  });
});
