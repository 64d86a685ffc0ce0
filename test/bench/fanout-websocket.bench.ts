/** WebSocket fan-out against `ws` by hand; see fanout-sse.bench.ts for what may be asked for. */
import { fanout } from "./fanout.js";
import type { Row } from "./row.js";

export function run(): Promise<readonly Row[]> {
  return fanout({
    technique: "websocket",
    names: ["ours", "raw"],
    starts: 2,
    turns: 4,
  });
}
