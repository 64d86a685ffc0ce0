import { template } from "../../render/render.js";
import type { ClientView, Transport } from "../transport.js";

const renderClient = template<ClientView>("long-polling/client.ts.hbs");

export const longPolling: Transport = {
  id: "long-polling",
  title: "HTTP long polling",
  capabilities: {
    send: true,
    reply: false,
    resume: true,
    snapshot: true,
    // While it waits, which is nearly always.
    live: true,
    browser: true,
  },
  server: {
    web: { module: "runtime/long-polling/server.js", name: "longPolling" },
    node: { module: "runtime/long-polling/server.js", name: "longPolling" },
    options: {
      module: "runtime/long-polling/server.js",
      name: "LongPollingServerOptions",
    },
  },
  clientFiles: (view) => [
    { path: "long-polling/client.ts", content: renderClient(view) },
  ],
};
