import {
  readContract,
  type ReadContract,
  type ReadOptions,
} from "../../../src/frontends/read-contract.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

/** A schema that is one text. */
export function readText(
  text: string,
  options: Partial<ReadOptions> = {},
): Promise<ReadContract> {
  const host = memoryReadHost({ "a.yaml": text });
  return readContract({ entry: "a.yaml", host, ...options });
}
