/** `npm run dev`: the server, and two pumps that report to it. Never deployed. */
import { createInMemoryClient } from "./realtime/testing.js";
import { realtime } from "./server.js";
import { runDevice } from "./simulated-device.js";

await Promise.all(
  ["pump-1", "pump-2"].map((device) => {
    const identity = { id: device, scopes: ["devices:report"] };
    const client = createInMemoryClient(realtime, { identity });
    return runDevice(client, { site: "berlin", device });
  }),
);
