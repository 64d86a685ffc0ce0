/** A process of its own for one server of one kind, told what to do over IPC. */
import { readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { newEvent } from "./event.js";
import { kinds } from "./kinds.js";
import type { Command, Reply, StartOptions, Stats } from "./protocol.js";

const options = JSON.parse(process.argv[2]!) as StartOptions;
const server = await kinds[options.kind]!(options);
const lag = monitorEventLoopDelay({ resolution: 5 });
if (options.watchLag) lag.enable();
const profiler = new Session();
const send = (reply: Reply): void => void process.send!(reply);

/** As many as may wait for a log at once, with room to spare. */
const APPENDED = 1_000;

async function append(count: number): Promise<void> {
  for (let left = count; left > 0; left -= APPENDED) {
    const length = Math.min(left, APPENDED);
    await Promise.all(Array.from({ length }, () => server.publish(newEvent())));
  }
}

/** Wakes only to publish, so that an idle process costs nothing. */
function paced(rate: number, count: number): void {
  const begun = performance.now();
  let done = 0;
  const next = (): void => {
    done++;
    server.publish(newEvent());
    if (done === count) return send({ is: "paced" });
    const due = begun + (done * 1_000) / rate;
    setTimeout(next, Math.max(0, due - performance.now()));
  };
  next();
}

async function stats(gc: boolean): Promise<Stats> {
  if (gc) await collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const longest = options.watchLag ? lag.max / 1e6 : 0;
  lag.reset();
  return {
    is: "stats",
    ...process.cpuUsage(),
    writes: writes(),
    rss,
    peak: process.resourceUsage().maxRSS * 1_024,
    heap: heapUsed + external,
    lag: longest,
  };
}

/** What one collection frees may have held more. */
async function collect(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.();
    await sleep(50);
  }
}

/** As the kernel counts them, so that counting costs nothing. */
function writes(): number {
  if (process.platform !== "linux") return 0;
  const io = readFileSync("/proc/self/io", "latin1");
  return Number(/^syscw: (\d+)$/m.exec(io)?.[1] ?? 0);
}

process.on("message", async (command: Command) => {
  switch (command.do) {
    case "publish":
      for (let i = 0; i < command.count; i++) server.publish(newEvent());
      return;
    case "append":
      await append(command.count);
      return send({ is: "appended" });
    case "paced":
      return paced(command.rate, command.count);
    case "stats":
      return send(await stats(command.gc));
    case "profile":
      profiler.connect();
      await profiler.post("Profiler.enable");
      await profiler.post("Profiler.setSamplingInterval", { interval: 200 });
      await profiler.post("Profiler.start");
      return send({ is: "profile" });
    case "profiled": {
      const { profile } = await profiler.post("Profiler.stop");
      writeFileSync(command.file, JSON.stringify(profile));
      profiler.disconnect();
      return send({ is: "profiled" });
    }
    default:
      return command satisfies never;
  }
});
// An end of its own making, so that `--cpu-prof` and its kin write what they have.
process.on("disconnect", () => process.exit(0));
send({ is: "ready", port: server.port });
