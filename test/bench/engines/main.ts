/** A process of its own for one measurement of one engine. */
import { addresses } from "./addresses.js";
import type { Database } from "../servers/protocol.js";
import type { Result, Task } from "./protocol.js";
import { insert, publish, weigh } from "./tasks.js";

const { database, ...task } = JSON.parse(process.argv[2]!) as Task & {
  readonly database?: Database;
};

async function run(): Promise<Result> {
  switch (task.do) {
    case "publish":
      return publish(database, task.atOnce, task.ms);
    case "insert":
      return insert(database!, task.atOnce, task.ms);
    case "weigh":
      return weigh(database, task.events);
    case "addresses":
      return addresses(database, task.sites, task.each);
    default:
      return task satisfies never;
  }
}

process.on("disconnect", () => process.exit(0));
process.send!(await run());
