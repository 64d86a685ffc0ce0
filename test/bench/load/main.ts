/** A process of clients, where one process has too few file descriptors for all. */
import { Load } from "./load.js";
import type { LoadCommand, LoadReply } from "./protocol.js";

const send = (reply: LoadReply): void => void process.send!(reply);
let load: Load | undefined;

process.on("message", async (command: LoadCommand) => {
  switch (command.do) {
    case "open":
      load = await Load.open(command.port, command.kind, command.clients);
      return send({ is: "opened" });
    case "hear": {
      load!.timed();
      const heard = load!.more(load!.clients.length);
      send({ is: "hearing" });
      await heard;
      const last = load!.timed().reduce((a, b) => Math.max(a, b), 0);
      return send({ is: "heard", last });
    }
    default:
      return command satisfies never;
  }
});
process.on("disconnect", () => process.exit(0));
