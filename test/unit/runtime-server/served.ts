/** The test contract behind node:http, with a clock that runs. */
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import {
  createNodeServer,
  type NodeServer,
} from "../../../templates/runtime/http/node.js";
import type { NodeTechnique } from "../../../templates/runtime/http/upgrade.js";
import type { Runtime } from "../../../templates/runtime/server/realtime.js";
import type { ServerOptions } from "../../../templates/runtime/http/server.js";
import { sse } from "../../../templates/runtime/sse/server.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import { contract } from "./contract.js";
import { handlers, type Me } from "./harness.js";

export function served(
  options: Partial<ServerOptions<Me>> = {},
  of: ContractSpec = contract,
  techniques: readonly NodeTechnique[] = [sse()],
): NodeServer<Me, Runtime<Me>["channels"]> {
  return createNodeServer<Me, Runtime<Me>["channels"]>(
    of,
    {
      authenticate: ({ token }) =>
        token === "t" ? { identity: { id: "me" } } : null,
      authorize: () => true,
      engine: memoryEngine({ epoch: "e1" }),
      handlers,
      snapshots: { board: () => ({ sum: 7 }) },
      hooks: { onError() {} },
      queryToken: true,
      ...options,
    },
    techniques,
  );
}
