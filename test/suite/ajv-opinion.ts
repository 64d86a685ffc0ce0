/** Ajv's verdicts on the official suite, set to our reading of formats. */
import { createRequire } from "node:module";
import type { Options } from "ajv";
import { isObject, type Json } from "../../src/source/json.js";
import type { Group } from "./run-suite.js";
import { SCHEMA_OF, suiteRemotes, type SuiteFolder } from "./suite-remotes.js";

interface Ajv {
  addMetaSchema(schema: object): unknown;
  compileAsync(schema: object): Promise<(value: unknown) => unknown>;
}

type AjvModule = { readonly default: new (options: Options) => Ajv };

const require = createRequire(import.meta.url);
const { default: addFormats } = require("ajv-formats") as {
  default: (ajv: Ajv) => void;
};

const MODULES: Readonly<Record<SuiteFolder, string>> = {
  draft4: "ajv-draft-04",
  draft6: "ajv",
  draft7: "ajv",
  "draft2019-09": "ajv/dist/2019.js",
  "draft2020-12": "ajv/dist/2020.js",
};

/** No schema of the suite needs more; Ajv asks for ever for the metaschema of another draft. */
const MAX_LOADS = 30;

/**
 * @returns for each test of the group whether Ajv accepts its value;
 *   `undefined`: it refuses the schema
 */
export async function ajvVerdicts(
  { schema, tests }: Group,
  folder: SuiteFolder,
): Promise<readonly boolean[] | undefined> {
  const { default: Ajv } = require(MODULES[folder]) as AjvModule;
  const remotes = suiteRemotes(folder);
  let loads = 0;
  const ajv = new Ajv({
    strict: false,
    logger: false,
    // Own properties only, as JSON has them.
    ownProperties: true,
    validateSchema: false,
    async loadSchema(url) {
      const read = await remotes.read(url.replace(/#$/, ""));
      if (!read.ok || ++loads > MAX_LOADS) throw new Error(`no ${url}`);
      return JSON.parse(read.text) as Record<string, unknown>;
    },
  });
  if (folder === "draft6")
    ajv.addMetaSchema(
      require("ajv/dist/refs/json-schema-draft-06.json") as object,
    );
  addFormats(ajv);
  try {
    const validate = await ajv.compileAsync(bare(schema, folder) as object);
    return tests.map(({ data }) => validate(data) === true);
  } catch {
    return undefined;
  }
}

/** Without the `$schema` that is Ajv's own: it would compile the metaschema each time. */
function bare(schema: Json, folder: SuiteFolder): Json {
  if (!isObject(schema)) return schema;
  const { $schema, ...rest } = schema;
  return $schema === SCHEMA_OF[folder] ? rest : schema;
}
