/** The compile, on one screen: a schema file to the text of every generated file. */
import { Diagnostics } from "./diagnostics/diagnostics.js";
import { locate } from "./documents/locate.js";
import { parseLedger, printLedger, type Ledger } from "./evolution/ledger.js";
import { readContract } from "./frontends/read-contract.js";
import type { ReadHost } from "./host/read-host.js";
import { outputFiles } from "./output/output.js";
import type { Compile } from "./project/compile.js";
import { checkTransports } from "./transports/check.js";
import { Names } from "./typescript/names.js";

export const compile: Compile = async (request) => {
  const { config, host } = request;
  const problems = new Diagnostics();
  const ledger = readLedger(request.ledger, host, problems);
  const { contract, diagnostics } = await readContract({
    entry: request.entry,
    host,
    ...(config.perspective && { perspective: config.perspective }),
  });
  if (contract) {
    const chosen = config.outputs.flatMap(({ transports }) => transports);
    checkTransports(contract, chosen, problems);
  }
  const told = await locate([...diagnostics, ...problems.list]);
  if (!contract || problems.failed) return { diagnostics: told };

  const names = new Names(ledger);
  const outputs = config.outputs.map(({ side, transports }, i) =>
    outputFiles(contract, names, {
      side,
      transports,
      engines: config.engines,
      importEnding: request.importEndings[i]!,
    }),
  );
  return {
    diagnostics: told,
    result: { contract, outputs, ledger: printLedger(names.ledger) },
  };
};

/** A project's first run has none. */
function readLedger(
  path: string,
  host: ReadHost,
  problems: Diagnostics,
): Ledger {
  const read = host.read(path);
  return read.ok ? parseLedger({ path, text: read.text }, problems) : new Map();
}
