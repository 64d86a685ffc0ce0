import { locate } from "../../src/documents/locate.js";
import { readContract } from "../../src/frontends/read-contract.js";
import type { Compile } from "../../src/project/compile.js";

/** The real front ends, and a word for each channel where code would be. */
export const fakeCompile: Compile = async ({ entry, config, ledger, host }) => {
  const { perspective } = config;
  const { contract, diagnostics } = await readContract({
    entry,
    host,
    ...(perspective && { perspective }),
  });
  const located = await locate(diagnostics);
  if (contract === undefined) return { diagnostics: located };
  host.read(ledger);
  const files = contract.channels.map(({ name, serverToClient }) => ({
    path: `${name}.ts`,
    content: `export type Event = ${serverToClient.map((message) => JSON.stringify(message.name)).join(" | ")};\n`,
  }));
  return {
    diagnostics: located,
    result: {
      contract,
      outputs: config.outputs.map(() => files),
      ledger: `# names\n${contract.channels.map(({ name }) => `${name}\n`).join("")}`,
    },
  };
};
