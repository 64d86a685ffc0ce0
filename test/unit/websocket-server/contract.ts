/** The test contract with what only an open connection can have: streams, and requests to clients. */
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import {
  anything,
  channel,
  contract,
  has,
  TooLate,
} from "../runtime-server/contract.js";

export const wiredContract: ContractSpec = {
  ...contract,
  channels: {
    ...contract.channels,
    chat: channel("chat", {
      clientToServer: {
        count: {
          check: has("to", "number"),
          reply: has("n", "number"),
          stream: true,
          errors: { too_late: { check: has("at", "string"), error: TooLate } },
        },
        wait: { check: anything },
      },
    }),
    devices: channel("devices", {
      address: "sites/{site}/devices",
      params: { site: anything },
      wildcard: true,
      serverToClient: {
        "device.reboot": { check: anything, reply: has("done", "boolean") },
      },
    }),
  },
};
