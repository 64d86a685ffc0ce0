/**
 * What a browser downloads for the client: core and technique in one ES
 * module, without validators, minified by esbuild, `gzip -9`. The rows after
 * the first are its profile: how much less it is without each part and what
 * only that part imports.
 */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Row } from "./row.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ENTRY = `
  import { createClient } from "./templates/runtime/client/client.ts";
  import { sseTransport } from "./templates/runtime/sse/client.ts";
  export const createSseClient = (contract, options) =>
    createClient(contract, sseTransport(options), options);
`;

/** Modules of the client, and an empty thing in place of each. */
const PARTS: Readonly<Record<string, string>> = {
  "client/subscription": "export const createSubscription = () => {}",
  "client/subscriptions":
    "export const createSubscriptions = () => {}, keyOf = () => {}",
  "client/connection": "export const createConnection = () => {}",
  "client/send": "export const createSend = () => {}",
  "client/event-iterator": "export const iterateEvents = () => {}",
  "client/scope": "export const scoped = () => {}, sleep = () => {}",
  "core/errors":
    "export class RealtimeError {} export class ReplyTimeout {} export class RemoteError {} export class ApplicationError {} export const assertFits = () => {}, assertMessage = () => {}, own = () => {}",
  "client/http-client": "export const createPost = () => {}",
  "sse/parser": "export const createSseParser = () => {}",
};

async function gzipped(without?: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: root, loader: "ts" },
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

export async function run(): Promise<readonly Row[]> {
  const whole = await gzipped();
  const rows: Row[] = [
    { what: "SSE client", ours: whole, unit: "B gzip", goal: "<= 3500" },
  ];
  for (const part of Object.keys(PARTS))
    rows.push({
      what: `  of it ${part}`,
      ours: whole - (await gzipped(part)),
      unit: "B gzip",
    });
  return rows;
}
