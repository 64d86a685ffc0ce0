/** A server's process, from the side that measures it. */
import { Child } from "./child.js";
import type {
  Command,
  Reply,
  StartOptions,
  Stats,
} from "./servers/protocol.js";

export class ServerProcess extends Child<Command, Reply> {
  constructor(script: string, options: StartOptions) {
    super(script, [JSON.stringify(options)], options.kind);
  }

  /** Resolves to its port. */
  async ready(): Promise<number> {
    return (await this.reply("ready")).port;
  }

  stats(gc = false): Promise<Stats> {
    this.tell({ do: "stats", gc });
    return this.reply("stats");
  }

  /** Profiles what runs meanwhile, into the file. */
  async profiled(file: string, run: () => Promise<void>): Promise<void> {
    this.tell({ do: "profile" });
    await this.reply("profile");
    await run();
    this.tell({ do: "profiled", file });
    await this.reply("profiled");
  }
}

/** Microseconds of CPU between two looks. */
export function cpuBetween(from: Stats, to: Stats): number {
  return to.user + to.system - (from.user + from.system);
}
