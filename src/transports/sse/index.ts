import { template } from "../../render/render.js";
import type { ClientView, Transport } from "../transport.js";

const renderClient = template<ClientView>("sse/client.ts.hbs");

export const sse: Transport = {
  id: "sse",
  title: "Server-Sent Events",
  capabilities: {
    send: true,
    reply: false,
    resume: true,
    snapshot: true,
    live: true,
    browser: true,
  },
  server: {
    web: { module: "runtime/sse/server.js", name: "sse" },
    node: { module: "runtime/sse/server.js", name: "sse" },
    options: { module: "runtime/sse/server.js", name: "SseServerOptions" },
  },
  clientFiles: (view) => [
    { path: "sse/client.ts", content: renderClient(view) },
  ],
};
