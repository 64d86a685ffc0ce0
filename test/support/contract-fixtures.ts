import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import {
  readContract,
  type ReadContract,
} from "../../src/frontends/read-contract.js";

export const contractsFolder = fileURLToPath(
  new URL("../../fixtures/contracts", import.meta.url),
);

/** Names of the fixtures, such as `shop.realtime.yaml`. */
export const contractFixtures: readonly string[] = readdirSync(contractsFolder)
  .filter((name) => /\.(realtime|asyncapi)\.(yaml|json)$/.test(name))
  .sort();

export function readFixture(name: string): Promise<ReadContract> {
  return readContract({
    entry: name,
    host: createNodeReadHost(contractsFolder),
  });
}
