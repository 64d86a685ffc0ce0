import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const hook = fileURLToPath(new URL("usage-hook.mjs", import.meta.url));

export interface Usage {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** Runs one Node process to its end and tells what it used. */
export function measure(args: readonly string[], cwd: string): Usage {
  const started = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ["--import", hook, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    timeout: 120_000,
    maxBuffer: 1 << 28,
  });
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (child.status !== 0) {
    const text = `${child.stderr}${child.stdout}`.slice(-800);
    throw new Error(`${args.join(" ")} ended with ${child.status}: ${text}`);
  }
  const usage = JSON.parse(String(child.output[3])) as Omit<Usage, "wallMs">;
  return { wallMs, ...usage };
}

/** The wall time of a whole process, with nothing loaded into it. */
export function wall(args: readonly string[], cwd: string): number {
  const started = process.hrtime.bigint();
  const child = spawnSync(process.execPath, [...args], {
    cwd,
    stdio: "ignore",
    timeout: 120_000,
  });
  if (child.status !== 0) throw new Error(`${args.join(" ")}: ${child.status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}
