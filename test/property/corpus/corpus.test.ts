/**
 * Types and validators of real schemas cannot disagree with the schemas: what
 * they accept is accepted, each single thing that they forbid is refused where
 * it is, and Ajv, which reads the same files by other code, agrees. That what
 * is accepted is assignable to the types is in the table of `test/corpus`.
 *
 * `SEED=… npx vitest run test/property/corpus` draws other values.
 */
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { compileDocument, corpus, documentsIn } from "../../support/corpus.js";
import { proveValidators } from "../../support/prove-validators.js";
import { SecondOpinion } from "../../support/second-opinion.js";

const SEED = Number(process.env["SEED"] ?? 20_261_122);

const fixtures = fileURLToPath(
  new URL("../../../fixtures/contracts", import.meta.url),
);

/** What was judged, over all documents. */
const refused = new Map<string, number>();
let [values, opinions] = [0, 0];

/** The largest has hundreds of schemas, and machines have other things to do. */
const PATIENCE = 180_000;

function suite(root: string, opinion?: SecondOpinion): void {
  it.each(documentsIn(root))("%s", { timeout: PATIENCE }, async (path) => {
    const { output } = await compileDocument(root, path);
    // Which documents are refused, and why, is in the table.
    if (!output) return;
    const proof = proveValidators(output.contract, {
      seed: SEED,
      values: 300,
      mutations: 60,
      ...(opinion && { opinion }),
    });
    expect(proof.faults.slice(0, 5)).toEqual([]);
    expect(proof.unmade).toEqual([]);
    for (const list of proof.values.values()) values += list.length;
    opinions += proof.opinions;
    for (const [keyword, count] of proof.refused)
      refused.set(keyword, (refused.get(keyword) ?? 0) + count);
  });
}

// Ajv cannot read them: a bare name is a reference there.
describe("schemas of the fixtures", () => {
  suite(fixtures);
});

describe.skipIf(!corpus)("schemas of the corpus", () => {
  suite(corpus!, new SecondOpinion(corpus!));

  it("are not proved by nothing", () => {
    expect(values).toBeGreaterThan(2_000);
    expect(opinions).toBeGreaterThan(20_000);
    for (const keyword of KEYWORDS)
      expect([keyword, (refused.get(keyword) ?? 0) > 0]).toEqual([
        keyword,
        true,
      ]);
  });
});

/** Each forbids something in some document. */
const KEYWORDS = [
  "type",
  "enum",
  "required",
  "additionalProperties",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "multipleOf",
  "minItems",
  "maxItems",
] as const;

afterAll(() => {
  if (process.env["SEED"] === undefined) return;
  console.log({ seed: SEED, values, opinions, refused });
});
