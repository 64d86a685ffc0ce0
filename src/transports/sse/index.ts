import { template } from "../../render/render.js";
import type { Transport } from "../transport.js";

const renderClient = template<object>("sse/client.ts.hbs");

export const sse: Transport = {
  id: "sse",
  title: "Server-Sent Events",
  capabilities: { send: true, resume: true, snapshot: true, browser: true },
  // Whatever the contract model can say, SSE with POST can carry.
  check() {},
  server: {
    web: { module: "runtime/sse/server.js", name: "sse" },
    node: { module: "runtime/sse/server.js", name: "sse" },
  },
  clientFiles: () => [{ path: "sse/client.ts", content: renderClient({}) }],
};
