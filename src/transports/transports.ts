/** Every technique of this version, by its id. */
import { longPolling } from "./long-polling/index.js";
import { polling } from "./polling/index.js";
import { sse } from "./sse/index.js";
import { websocket } from "./websocket/index.js";
import type { TransportId } from "../advice/choices.js";
import type { Transport } from "./transport.js";

export const transports: Readonly<Record<TransportId, Transport>> = {
  sse,
  websocket,
  polling,
  "long-polling": longPolling,
};
