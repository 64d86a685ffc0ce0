/** What a scaffold asks, where someone is there to answer. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Source } from "./answers.js";
import type { Io } from "./io.js";
import { askText, choose, chooseSome, type Choice } from "./prompts.js";
import {
  engines,
  examples,
  frameworks,
  packageManagers,
  transports,
  type EngineId,
  type ExampleId,
  type FrameworkId,
  type PackageManager,
  type TransportId,
} from "../advice/choices.js";
import { transports as techniques } from "../transports/transports.js";

const exampleDescriptions: Readonly<Record<ExampleId, string>> = {
  shop: "orders, a snapshot, typed errors",
  chat: "rooms with history",
  "llm-stream": "answers that come token by token",
  devices: "telemetry, presence, and commands that devices answer",
};

const USUAL_SCHEMA = "realtime.yaml";

export async function askSource(io: Io): Promise<Source> {
  const choices: readonly Choice<"schema" | ExampleId>[] = [
    { title: "my own schema file", value: "schema" },
    ...examples.map((id) => ({
      title: `the ${id} example`,
      description: exampleDescriptions[id],
      value: id,
    })),
  ];
  // Who has no schema yet is given an example by Enter.
  const hasSchema = existsSync(resolve(io.cwd, USUAL_SCHEMA));
  const start = await choose(io, "Start from", choices, hasSchema ? 0 : 1);
  if (start !== "schema") return { kind: "example", id: start };
  const path = await askText(io, "Schema file", USUAL_SCHEMA, (answer) => {
    const file = resolve(io.cwd, answer);
    if (!existsSync(file)) return "There is no such file";
    return statSync(file).isFile() ? undefined : "That is not a file";
  });
  return { kind: "schema", path };
}

export function askDir(io: Io, initial: string): Promise<string> {
  return askText(io, "Folder", initial, () => undefined);
}

const transportDescriptions: Readonly<Record<TransportId, string>> = {
  sse: "plain HTTP, the simplest to run",
  websocket: "both ways on one connection",
  polling: "a request now and then, the simplest that there is",
  "long-polling": "where streams and sockets are blocked",
};

/** @param usual Chosen until someone chooses otherwise. */
export function askTransports(
  io: Io,
  usual: TransportId,
): Promise<readonly TransportId[]> {
  return chooseSome(
    io,
    "Techniques",
    transports.map((value) => ({
      title: techniques[value].title,
      description: transportDescriptions[value],
      value,
      selected: value === usual,
    })),
  );
}

const engineChoices: Readonly<Record<EngineId, Choice<EngineId>>> = {
  memory: {
    title: "in memory",
    description: "nothing to install; history ends with the process",
    value: "memory",
  },
  sqlite: {
    title: "in a SQLite file",
    description: "history outlasts the process",
    value: "sqlite",
  },
};

export function askEngine(io: Io): Promise<EngineId> {
  return choose(
    io,
    "Keep events",
    engines.map((id) => engineChoices[id]),
  );
}

const frameworkTitles: Readonly<Record<FrameworkId, string>> = {
  node: "node:http",
  express: "Express 5",
  fastify: "Fastify 5",
  hono: "Hono",
};

export function askFramework(io: Io): Promise<FrameworkId> {
  return choose(
    io,
    "Framework",
    frameworks.map((value) => ({ title: frameworkTitles[value], value })),
  );
}

export function askPackageManager(io: Io): Promise<PackageManager> {
  return choose(
    io,
    "Package manager",
    packageManagers.map((value) => ({ title: value, value })),
  );
}
