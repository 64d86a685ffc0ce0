/**
 * SSE fan-out against node:http by hand; see fanout.ts.
 *
 *   KINDS=raw,ours CLIENTS=1000 npm run bench -- fanout-sse   a part of it
 *   BURST=1 npm run bench -- fanout-sse                       bursts of so many events
 *   PROFILE=<folder> npm run bench -- fanout-sse              where the bursts' time goes
 */
import { fanout } from "./fanout.js";
import type { Row } from "./row.js";

export function run(): Promise<readonly Row[]> {
  const names = ["ours", "raw"];
  return fanout({ technique: "sse", names, starts: 2, turns: 4 });
}
