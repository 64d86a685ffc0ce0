/** Every example, framework, technique and engine: type-checked, tested, and run. */
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type {
  EngineId,
  ExampleId,
  FrameworkId,
  TransportId,
} from "../../src/advice/choices.js";
import { demoClients } from "../../src/project/clients.js";
import { builtBin } from "../support/built-bin.js";
import {
  linkModules,
  runScript,
  scaffold,
  start,
  type Running,
} from "../support/scaffolded.js";
import { temporaryFolder, writeTree } from "../support/temporary-folder.js";

/** Each choice is in one of them at least; pairs that matter are together. */
const projects: readonly {
  readonly example: ExampleId;
  readonly framework: FrameworkId;
  readonly transports: readonly TransportId[];
  readonly engine: EngineId;
  /** What a client prints when an event has come. */
  readonly event: RegExp;
  /** Packages in place of others, under which the project runs as well. */
  readonly also?: Readonly<Record<string, string>>;
}[] = [
  {
    example: "shop",
    framework: "node",
    transports: ["websocket"],
    engine: "sqlite",
    event: /^order\.created /,
  },
  {
    example: "chat",
    framework: "hono",
    transports: ["sse", "websocket"],
    engine: "memory",
    event: /^message\.posted /,
  },
  {
    example: "llm-stream",
    framework: "express",
    transports: ["sse", "websocket"],
    engine: "sqlite",
    event: /^answer\.finished, complete: /,
    also: { express: "express4" },
  },
  {
    example: "devices",
    framework: "fastify",
    transports: ["websocket", "sse"],
    engine: "memory",
    event: /^pump-1 was up for \d+ seconds$/,
  },
];

let folder: string;

beforeAll(async () => {
  await builtBin();
  folder = temporaryFolder(afterAll);
});

describe.each(projects)(
  "the $example example with $framework and $engine",
  ({ example, framework, transports, engine, event, also }) => {
    let project: string;

    beforeAll(async () => {
      const flags = Object.entries({ example, framework, engine }).flatMap(
        ([name, value]) => [`--${name}`, value],
      );
      const chosen = ["--transport", transports.join(",")];
      ({ project } = await scaffold(folder, example, [...flags, ...chosen]));
      linkModules(project);
    });

    test("type-checks, and passes its own test", async () => {
      const tsc = await runScript(project, ["node_modules/typescript/bin/tsc"]);
      expect(tsc).toMatchObject({ all: "", exitCode: 0 });
      const tests = ["--import", "tsx", "--test", "test/handlers.test.ts"];
      const tested = await runScript(project, tests);
      expect(tested, tested.all).toMatchObject({ exitCode: 0 });
    });

    test.each([{}, also ?? []].flat())(
      `its events reach clients over ${transports.join(" and ")} %j`,
      async (instead) => {
        rmSync(join(project, "node_modules"), { recursive: true });
        linkModules(project, instead);
        const clients = await served(project, transports, event);
        expect(clients).toBe(transports.length);
      },
    );
  },
);

test("a process that serves nobody publishes, as the README says", async () => {
  const flags = ["--transport", "websocket", "--engine", "sqlite"];
  const words = ["--example", "shop", ...flags];
  const { project } = await scaffold(folder, "publish", words);
  linkModules(project);
  const readme = readFileSync(join(project, "README.md"), "utf8");
  const [, code] = /```ts\n(import \{ createPublisher[^`]*)```/.exec(readme)!;
  writeFileSync(join(project, "src/publish.ts"), code!);

  const server = start(project, "src/server.ts", { PORT: "0" });
  const [, url] = await server.line(/listening on (\S+)/);
  const client = start(project, "src/client.ts", { REALTIME_URL: url! });
  try {
    await client.line(/^-- open$/);
    const published = await runScript(project, [
      "--import",
      "tsx",
      "src/publish.ts",
    ]);
    expect(published).toMatchObject({ all: "", exitCode: 0 });
    expect(await client.line(/^order\.cancelled /)).not.toBeNull();
  } finally {
    await client.stop();
    await server.stop();
  }
});

/** Starts the server, and a client for each technique; how many heard the event. */
async function served(
  project: string,
  transports: readonly TransportId[],
  event: RegExp,
): Promise<number> {
  const server = start(project, "src/dev.ts", { PORT: "0" });
  const clients: Running[] = [];
  try {
    const [, url] = await server.line(/listening on (\S+)/);
    for (const { path } of demoClients(transports)) {
      clients.push(start(project, path, { REALTIME_URL: url! }));
    }
    const heard = await Promise.all(clients.map(({ line }) => line(event)));
    return heard.length;
  } finally {
    await Promise.all(clients.map((client) => client.stop()));
    await server.stop();
  }
}

/** A repository of somebody's, and the lines that are told to be placed in it. */
test("into a project with Express 4: the lines that are printed work as they are", async () => {
  const project = join(folder, "theirs");
  const dependencies = { express: "^4.22.0" };
  writeTree(project, {
    "package.json": JSON.stringify({ type: "module", dependencies }),
  });
  const flags = ["--example", "chat", "--transport", "sse,websocket"];
  const { stdout } = await scaffold(project, ".", flags);
  expect(stdout).toContain("# your server (express ^4.22.0):");
  linkModules(project, { express: "express4" });

  const [, told = ""] = stdout.split(/# your server.*:\n/);
  const lines = told.split("\n").map((line) => line.trim());
  const placed = (pattern: RegExp): string =>
    lines.filter((line) => pattern.test(line)).join("\n");
  writeFileSync(
    join(project, "src/server.ts"),
    `import express from "express";
${placed(/^import /)}
${placed(/^const realtime/)}
const app = express();
${placed(/^app\.use/)}
app.use(express.json());
app.get("/mine", (_request, response) => void response.send("mine"));
const server = app.listen(0, "127.0.0.1", () =>
  console.log("listening on " + server.address().port));
${placed(/^realtime\.attach/)}
`,
  );
  const server = start(project, "src/server.ts");
  try {
    const [, port] = await server.line(/listening on (\d+)/);
    const base = `127.0.0.1:${port}`;
    const mine = await fetch(`http://${base}/mine`);
    expect(await mine.text()).toBe("mine");

    const query = "subscribe=room(roomId%3Dlobby)&token=development";
    const sse = await fetch(`http://${base}/realtime/sse?${query}`);
    expect(sse.headers.get("content-type")).toMatch(/^text\/event-stream/);
    await sse.body?.cancel();

    const socket = new WebSocket(
      `ws://${base}/realtime/websocket?token=development`,
      "rt.v1",
    );
    const [first] = (await once(socket, "message")) as [Buffer];
    expect(JSON.parse(first.toString())).toMatchObject({ type: "rt.hello" });
    socket.terminate();
  } finally {
    await server.stop();
  }
});
