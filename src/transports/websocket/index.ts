import { template } from "../../render/render.js";
import type { ClientView, Transport } from "../transport.js";

const renderClient = template<ClientView>("websocket/client.ts.hbs");
const renderNodeClient = template<ClientView>("websocket/client.node.ts.hbs");

export const websocket: Transport = {
  id: "websocket",
  title: "WebSocket",
  capabilities: {
    send: true,
    reply: true,
    resume: true,
    snapshot: true,
    live: true,
    browser: true,
  },
  // No web-standard form: `fetch` has no upgrade that all runtimes share.
  server: {
    node: { module: "runtime/websocket/server.js", name: "websocket" },
    // Of its own module: `server.ts` is not to import what needs Node, types neither.
    options: {
      module: "runtime/websocket/settings.js",
      name: "WebSocketServerOptions",
    },
  },
  clientFiles: (view) => [
    { path: "websocket/client.ts", content: renderClient(view) },
    // Node 20 has no WebSocket of its own, and the server needs `ws` anyway.
    ...(view.besideServer
      ? [{ path: "websocket/client.node.ts", content: renderNodeClient(view) }]
      : []),
  ],
};
