import { isError } from "../../src/diagnostics/diagnostics.js";
import { warningsAsErrors } from "../../src/diagnostics/strict.js";
import { locate } from "../../src/documents/locate.js";
import { readContract } from "../../src/frontends/read-contract.js";
import type { Compile } from "../../src/project/compile.js";
import { Names } from "../../src/typescript/names.js";

/** The real front ends, and a word for each channel where code would be. */
export const fakeCompile: Compile = async (request) => {
  const { entry, root, config, ledger, host } = request;
  const { perspective, events } = config;
  const { contract, diagnostics } = await readContract({
    entry,
    ...(root !== undefined && { root }),
    host,
    ...(perspective && { perspective }),
    ...(events && { events }),
  });
  const found = await locate(diagnostics);
  const located = config.strict ? warningsAsErrors(found) : found;
  if (contract === undefined || located.some(isError)) {
    return { diagnostics: located };
  }
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
      names: new Names(),
    },
  };
};
