/** The compile, on one screen: a schema file to the text of every generated file. */
import { Diagnostics, isError } from "./diagnostics/diagnostics.js";
import { warningsAsErrors } from "./diagnostics/strict.js";
import { locate } from "./documents/locate.js";
import { EMPTY_LEDGER, type Ledger } from "./contract/ledger.js";
import { parseLedger, printLedger } from "./evolution/ledger.js";
import { readContract } from "./frontends/read-contract.js";
import type { ReadHost } from "./host/read-host.js";
import { checkTypeNames } from "./output/check-type-names.js";
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
    ...(request.root !== undefined && { root: request.root }),
    ...(config.perspective && { perspective: config.perspective }),
    ...(config.events && { events: config.events }),
  });
  if (contract) {
    const chosen = config.outputs.flatMap(({ transports }) => transports);
    checkTransports(contract, chosen, problems);
    checkTypeNames(contract, ledger, problems);
  }
  const found = await locate([...diagnostics, ...problems.list]);
  const told = config.strict ? warningsAsErrors(found) : found;
  if (!contract || told.some(isError)) return { diagnostics: told };

  const names = new Names(ledger, request.entry);
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
    result: { contract, outputs, ledger: printLedger(names.ledger), names },
  };
};

/** A project's first run has none. */
function readLedger(
  path: string,
  host: ReadHost,
  problems: Diagnostics,
): Ledger {
  const read = host.read(path);
  return read.ok
    ? parseLedger({ path, text: read.text }, problems)
    : EMPTY_LEDGER;
}
