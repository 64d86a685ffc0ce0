/** A CPU profile as a table of where the time was spent itself, not in callees. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** What the inspector writes; times in microseconds. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const SHOWN = 14;

export function selfTimes(file: string): string {
  const { nodes, samples, timeDeltas } = JSON.parse(
    readFileSync(file, "utf8"),
  ) as Profile;
  const names = new Map(
    nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]),
  );
  const times = new Map<string, number>();
  let busy = 0;
  for (let i = 0; i < samples.length; i++) {
    const name = names.get(samples[i]!)!;
    // A sample stands for the time until the next one.
    const time = timeDeltas[i + 1] ?? 0;
    if (name === "(idle)") continue;
    busy += time;
    times.set(name, (times.get(name) ?? 0) + time);
  }
  const rows = [...times].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  const line = (time: number, name: string): string => {
    const part = ((time / busy) * 100).toFixed(1);
    return `${part.padStart(6)} %  ${(time / 1_000).toFixed(0).padStart(6)} ms  ${name}`;
  };
  return [
    ...rows.map(([name, time]) => line(time, name)),
    line(busy, "in all, but for idling"),
  ].join("\n");
}

/** Functions without a file are built in, such as a stream's write to its socket. */
function nameOf({
  functionName,
  url,
  lineNumber,
}: Profile["nodes"][number]["callFrame"]): string {
  const name = functionName === "" ? "(anonymous)" : functionName;
  if (url === "") return name.startsWith("(") ? name : `${name}, native`;
  const from = url.startsWith("node:") ? url : basename(url);
  return `${name}, ${from}:${lineNumber + 1}`;
}
