/** Small AsyncAPI documents, written in the test. */
import type { Contract, Message } from "../../src/contract/model.js";
import {
  readContract,
  type ReadContract,
} from "../../src/frontends/read-contract.js";
import { memoryReadHost } from "./memory-read-host.js";

export interface ReadAsyncapi {
  readonly contract: Contract | undefined;
  /** Ids of the diagnostics, in the order told. */
  readonly told: readonly string[];
  readonly diagnostics: ReadContract["diagnostics"];
}

export type ReadOptions = Pick<
  Parameters<typeof readContract>[0],
  "perspective"
>;

/** @param files Beside `a.yaml`, which is the document. */
export async function readAsyncapi(
  version: string,
  body: string,
  options: ReadOptions = {},
  files: Readonly<Record<string, string>> = {},
): Promise<ReadAsyncapi> {
  const text = `asyncapi: ${version}\ninfo: { title: t, version: "1" }\n${body}`;
  const host = memoryReadHost({ "a.yaml": text, ...files });
  const result = await readContract({ entry: "a.yaml", host, ...options });
  return {
    contract: result.contract,
    told: result.diagnostics.map(({ id }) => id),
    diagnostics: result.diagnostics,
  };
}

export const names = (
  messages: readonly Message[] | undefined,
): readonly string[] | undefined => messages?.map(({ name }) => name);
