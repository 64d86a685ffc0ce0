/** What is proved of outputs. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CorpusOutput } from "../../support/corpus.js";
import { proveValidators, type Proof } from "../../support/prove-validators.js";
import type { SecondOpinion } from "../../support/second-opinion.js";
import { typedValues } from "../../support/typed-values.js";
import { passes } from "./passes.js";
import { Projects } from "./projects.js";
import type { Results, Verdict } from "./row.js";

/** A row must come out the same each time. */
const SEED = 20_261_122;

/** By the keys of the outputs, which must do as names of folders. */
export async function prove(
  outputs: ReadonlyMap<string, CorpusOutput>,
  opinion: SecondOpinion,
): Promise<ReadonlyMap<string, Results>> {
  const folder = realpathSync(
    mkdtempSync(join(tmpdir(), "create-realtime-corpus-")),
  );
  try {
    return await proveIn(folder, outputs, opinion);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function proveIn(
  folder: string,
  outputs: ReadonlyMap<string, CorpusOutput>,
  opinion: SecondOpinion,
): Promise<ReadonlyMap<string, Results>> {
  const [checked, run] = [join(folder, "checked"), join(folder, "run")];
  mkdirSync(checked);
  mkdirSync(run);
  const projects = new Projects(checked);
  const proofs = new Map<string, Proof>();
  for (const [key, output] of outputs) {
    const options = { seed: SEED, values: 100, mutations: 30, opinion };
    const proof = proveValidators(output.contract, options);
    proofs.set(key, proof);
    await projects.add(key, output, typedValues(output, proof.values));
  }
  // The compilers run beside us.
  const checking = Promise.all([
    projects.problems("5.9"),
    projects.problems("7.0"),
  ]);
  const passed = new Map<string, Results["passes"]>();
  for (const [key, output] of outputs)
    passed.set(key, await passes(run, key, output, SEED));
  const [older, newer] = await checking;
  return new Map(
    [...outputs.keys()].map((key): [string, Results] => [
      key,
      {
        types: { "5.9": older.get(key) ?? true, "7.0": newer.get(key) ?? true },
        validators: verdictOf(proofs.get(key)!),
        empty: proofs.get(key)!.empty,
        passes: passed.get(key)!,
      },
    ]),
  );
}

function verdictOf({ faults, unmade }: Proof): Verdict {
  const [fault] = faults;
  if (fault !== undefined) return fault;
  return unmade.length === 0 || `no value was found for ${unmade.join(", ")}`;
}
