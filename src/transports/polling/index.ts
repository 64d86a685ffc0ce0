import { template } from "../../render/render.js";
import type { ClientView, Transport } from "../transport.js";

const renderClient = template<ClientView>("polling/client.ts.hbs");

export const polling: Transport = {
  id: "polling",
  title: "HTTP polling",
  capabilities: {
    send: true,
    reply: false,
    resume: true,
    snapshot: true,
    // Nobody is there between two polls.
    live: false,
    browser: true,
  },
  server: {
    web: { module: "runtime/polling/server.js", name: "polling" },
    node: { module: "runtime/polling/server.js", name: "polling" },
    options: {
      module: "runtime/polling/server.js",
      name: "PollingServerOptions",
    },
  },
  clientFiles: (view) => [
    { path: "polling/client.ts", content: renderClient(view) },
  ],
};
