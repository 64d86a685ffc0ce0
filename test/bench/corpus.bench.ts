/**
 * The largest documents of the corpus: generation against
 * json-schema-to-typescript, which makes types alone, on the same schemas;
 * and the validators' size and speed against Ajv with formats in full.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { transformSync } from "esbuild";
import * as fc from "fast-check";
import { allRoots, rootsOf } from "../../src/output/roots.js";
import { arbitraryValue, canMake } from "../support/arbitrary-value.js";
import { emitSchemas, load } from "../support/compile-schema.js";
import {
  compileDocument,
  corpus,
  type CompiledDocument,
  type CorpusOutput,
} from "../support/corpus.js";
import { SecondOpinion } from "../support/second-opinion.js";
import { writeJsonSchemas } from "./corpus-schemas.js";
import { measure, type Usage } from "./measure.js";
import { paired, type Work } from "./rates.js";
import { compared, type Row } from "./row.js";

const require = createRequire(import.meta.url);
const bin = fileURLToPath(
  new URL("../../bin/create-realtime.js", import.meta.url),
);
const json2ts = join(
  dirname(require.resolve("json-schema-to-typescript/package.json")),
  "dist/src/cli.js",
);

interface Set {
  readonly name: string;
  /** Paths in the corpus; their times are summed. */
  readonly documents: readonly string[];
}

const ROUNDS = 3;

export async function run(): Promise<readonly Row[]> {
  if (corpus === undefined)
    throw new Error("the corpus does not stand beside the checkout");
  const everest = "asyncapi/everest";
  const sets: readonly Set[] = [
    {
      name: "GitHub webhooks",
      documents: ["jsonschema/github-webhooks-schema.json"],
    },
    { name: "krakenfutures", documents: ["asyncapi/krakenfutures-ws.yaml"] },
    {
      name: "EVerest",
      documents: readdirSync(join(corpus, everest))
        .sort()
        .map((file) => `${everest}/${file}`),
    },
  ];
  const rows: Row[] = [];
  for (const set of sets) rows.push(...(await generation(corpus, set)));
  for (const set of sets) rows.push(...(await validation(corpus, set)));
  return rows;
}

// ---- generation

async function generation(
  root: string,
  { name, documents }: Set,
): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "create-realtime-bench-"));
  try {
    const paths = documents.map((document) => join(root, document));
    const read: CompiledDocument[] = [];
    for (const document of documents)
      read.push(await compileDocument(root, document));
    const schemas = paths.every((path) => path.endsWith(".json"))
      ? paths
      : writeJsonSchemas(join(folder, "json"), paths);
    const out = join(folder, "out.ts");
    const ours: Usage[] = [];
    const theirs: Usage[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(
        summed(
          schemas.map((schema) =>
            measure([json2ts, "-i", schema, "-o", out], folder),
          ),
        ),
      );
      ours.push(summed(read.map((each) => fresh(folder, root, each))));
    }
    const peer = (of: (usage: Usage) => number) => ({
      name: "json2ts",
      values: theirs.map(of),
    });
    const files = documents.length === 1 ? "" : `, ${documents.length} files`;
    return [
      compared(
        `generate ${name}${files}`,
        "ms",
        ours.map(({ wallMs }) => wallMs),
        peer(({ wallMs }) => wallMs),
        "<= 0.6",
      ),
      compared(
        "  CPU",
        "ms",
        ours.map(({ cpuMs }) => cpuMs),
        peer(({ cpuMs }) => cpuMs),
      ),
      compared(
        "  peak memory",
        "MB",
        ours.map(({ rssMb }) => rssMb),
        peer(({ rssMb }) => rssMb),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A project from nothing, with the schema where it may refer to those beside it. */
function fresh(
  folder: string,
  root: string,
  { path, perspective }: CompiledDocument,
): Usage {
  const schema = join(root, path);
  const project = join(folder, "project");
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  cpSync(dirname(schema), join(project, "schemas"), { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
  const config = {
    schema: `schemas/${basename(schema)}`,
    perspective,
    // Server-Sent Events cannot carry every answer that these ask for.
    outputs: [{ dir: "src/realtime", side: "both", transports: ["websocket"] }],
  };
  writeFileSync(join(project, "realtime.config.json"), JSON.stringify(config));
  return measure([bin, "generate"], project);
}

function summed(usages: readonly Usage[]): Usage {
  return {
    wallMs: usages.reduce((sum, { wallMs }) => sum + wallMs, 0),
    cpuMs: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    rssMb: Math.max(...usages.map(({ rssMb }) => rssMb)),
  };
}

// ---- validators

const SEED = 20_261_122;

async function validation(
  root: string,
  { name, documents }: Set,
): Promise<readonly Row[]> {
  const opinion = new SecondOpinion(root);
  const pairs: Pair[] = [];
  let [bytes, events] = [0, 0];
  for (const path of documents) {
    const { output } = await compileDocument(root, path);
    if (!output) throw new Error(`${path} cannot be lowered`);
    const size = sizeOf(output);
    bytes += size.bytes;
    events += size.events;
    pairs.push(...pairsOf(output, opinion));
  }
  const rates = paired(
    workOf(pairs.map(({ ours }) => ours)),
    workOf(pairs.map(({ theirs }) => theirs)),
  );
  return [
    compared(`validate payloads of ${name}`, "ops/cpu s", rates.ours, {
      name: "Ajv, compiled",
      values: rates.theirs,
    }),
    {
      what: "  checks, minified",
      unit: "gzip B/event",
      ours: bytes / events,
    },
  ];
}

/** Each of them once. */
function workOf(verdicts: readonly (() => boolean)[]): Work {
  return {
    count: verdicts.length,
    run() {
      let accepted = 0;
      for (const verdict of verdicts) if (verdict()) accepted++;
      return accepted;
    },
  };
}

interface Pair {
  readonly ours: () => boolean;
  readonly theirs: () => boolean;
}

/** A generated payload of every message, shown to both. */
function pairsOf(
  { contract }: CorpusOutput,
  opinion: SecondOpinion,
): readonly Pair[] {
  const { definitions } = contract;
  const roots = rootsOf(contract);
  const checks = load(emitSchemas(roots.flatMap(allRoots), definitions));
  return roots.flatMap(({ events, commands }) =>
    [...events, ...commands].flatMap(({ payload: { key, schema } }) => {
      const check = checks.get(key);
      const theirs = opinion.of(schema.origin);
      if (!check || !theirs || !canMake(schema, definitions)) return [];
      const arbitrary = arbitraryValue(schema, definitions);
      const [made] = fc.sample(arbitrary, { seed: SEED, numRuns: 1 });
      // As it comes from the wire.
      const value = JSON.parse(JSON.stringify(made)) as unknown;
      return {
        ours: () => check(value) === undefined,
        theirs: () => theirs.accepts(value),
      };
    }),
  );
}

/** What an application ships that calls every check. */
function sizeOf({ contract }: CorpusOutput): {
  readonly bytes: number;
  readonly events: number;
} {
  const roots = rootsOf(contract);
  const { declarations } = emitSchemas(
    roots.flatMap(allRoots),
    contract.definitions,
  );
  const checks = declarations
    .map(({ validator }) => validator)
    .join("\n")
    .replaceAll(/^export const \w+Schema:[^;]*;\n/gm, "");
  const { code } = transformSync(checks, {
    loader: "ts",
    minify: true,
    format: "esm",
  });
  return {
    bytes: gzipSync(code).length,
    events: roots.reduce(
      (sum, { events, commands }) => sum + events.length + commands.length,
      0,
    ),
  };
}
