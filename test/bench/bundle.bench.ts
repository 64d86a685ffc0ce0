/**
 * What a browser downloads for the client: core and technique in one ES
 * module, without validators, minified by esbuild, `gzip -9`; by what the
 * contract has, as generated client files ask for no more. The rows below
 * are the profile of the client that the shop example gets: how much less it
 * is without each part and what only that part imports.
 */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Row } from "./row.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

type Technique = "sse" | "websocket";

/** What contracts may need, and the module of the client that has it. */
const FEATURES = {
  createSend: "send",
  createStream: "stream",
  createAnswers: "answers",
} as const;
type Feature = keyof typeof FEATURES;

/** As a generated client file has it. */
function entry(technique: Technique, features: readonly Feature[]): string {
  return `
    import { createClient } from "./templates/runtime/client/client.ts";
    ${features
      .map(
        (name) =>
          `import { ${name} } from "./templates/runtime/client/${FEATURES[name]}.ts";`,
      )
      .join("\n")}
    import { ${technique}Transport } from "./templates/runtime/${technique}/client.ts";
    export const create = (contract, options) =>
      createClient(contract, ${technique}Transport(options), {
        ...options, ${features.join(", ")}
      });
  `;
}

/** Modules of the client, and an empty thing in place of each. */
const PARTS: Readonly<Record<string, string>> = {
  "client/subscription":
    "export const createSubscription = () => {}, FAILED = 0",
  "client/subscriptions": "export const createSubscriptions = () => {}",
  "client/connection": "export const createConnection = () => {}",
  "client/send": "export const createSend = () => {}",
  "client/iterate": "export const iterate = () => {}",
  "client/scope": "export const scoped = () => {}, sleep = () => {}",
  "client/cursor-saver": "export const createCursorSaver = () => {}",
  "core/errors":
    "export class RealtimeError {} export class ReplyTimeout {} export class RemoteError {} export class ApplicationError {} export class ValidationError {} export const assertFits = () => {}, assertMessage = () => {}, own = () => {}",
  "client/http-client": "export const createCall = () => {}",
  "client/http-send": "export const createHttpSend = () => {}",
  "client/event-stream": "export const readEventStream = () => {}",
};

async function gzipped(contents: string, without?: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    plugins: [
      {
        name: "without",
        setup({ onLoad }) {
          if (without !== undefined)
            onLoad({ filter: new RegExp(`/${without}\\.ts$`) }, () => ({
              contents: PARTS[without]!,
            }));
        },
      },
    ],
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}

const CLIENTS: readonly {
  readonly what: string;
  readonly technique: Technique;
  readonly features: readonly Feature[];
  readonly goal?: number;
}[] = [
  { what: "SSE client, receives", technique: "sse", features: [] },
  {
    what: "SSE client, and sends",
    technique: "sse",
    features: ["createSend"],
    goal: 3500,
  },
  {
    what: "SSE client, and streams",
    technique: "sse",
    features: ["createSend", "createStream"],
  },
  { what: "WebSocket client, receives", technique: "websocket", features: [] },
  {
    what: "WebSocket client, and sends",
    technique: "websocket",
    features: ["createSend"],
    goal: 4000,
  },
  {
    what: "WebSocket client, streams, answers",
    technique: "websocket",
    features: ["createSend", "createStream", "createAnswers"],
  },
];

export async function run(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { what, technique, features, goal } of CLIENTS)
    rows.push({
      what,
      ours: await gzipped(entry(technique, features)),
      unit: "B gzip",
      ...(goal !== undefined && { goal: `<= ${goal}` }),
    });
  const shop = entry("sse", ["createSend"]);
  const whole = await gzipped(shop);
  for (const part of Object.keys(PARTS))
    rows.push({
      what: `  of SSE with sends: ${part}`,
      ours: whole - (await gzipped(shop, part)),
      unit: "B gzip",
    });
  return rows;
}
