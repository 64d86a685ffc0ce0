/**
 * The documents that the official suite refers to: its own remotes, which it
 * means to be served at `http://localhost:1234`, and the metaschemas.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { RemoteReader } from "../../src/host/remote-reader.js";
import { isObject, type Json } from "../../src/source/json.js";
import { sharedPath } from "../support/shared.js";

const require = createRequire(import.meta.url);

/** The copies of the metaschemas that Ajv has; that of `format-assertion` is missing. */
const COPIES = join(dirname(require.resolve("ajv/package.json")), "dist/refs");

/** `$schema` of each draft, by the folder that the suite has for it. */
export const SCHEMA_OF = {
  draft4: "http://json-schema.org/draft-04/schema#",
  draft6: "http://json-schema.org/draft-06/schema#",
  draft7: "http://json-schema.org/draft-07/schema#",
  "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
  "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
} as const;

export type SuiteFolder = keyof typeof SCHEMA_OF;

/** The suite tells the draft by the folder; in a file of its own a schema tells it itself. */
export function stated(schema: Json, folder: SuiteFolder): Json {
  if (!isObject(schema) || "$schema" in schema) return schema;
  return { $schema: SCHEMA_OF[folder], ...schema };
}

/** @param folder of the draft that schemas without a `$schema` are of */
export function suiteRemotes(folder: SuiteFolder): RemoteReader {
  return {
    reads: [],
    read(url) {
      const schema = remoteDocument(url, folder);
      return Promise.resolve(
        schema === undefined
          ? { ok: false, failure: { kind: "status", status: 404 } }
          : { ok: true, url, text: JSON.stringify(schema), hash: "" },
      );
    },
  };
}

function remoteDocument(url: string, folder: SuiteFolder): Json | undefined {
  const local = /^http:\/\/localhost:1234\/(.*)$/.exec(url)?.[1];
  if (local === undefined) {
    const path = metaSchema(url);
    return path !== undefined && existsSync(path) ? readJson(path) : undefined;
  }
  const path = sharedPath(
    "corpus",
    "jsonschema",
    "test-suite",
    "remotes",
    ...local.split("/"),
  );
  const [own = ""] = local.split("/");
  return path === undefined
    ? undefined
    : stated(readJson(path), isFolder(own) ? own : folder);
}

function isFolder(name: string): name is SuiteFolder {
  return Object.hasOwn(SCHEMA_OF, name);
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, "utf8")) as Json;
}

function metaSchema(url: string): string | undefined {
  const modern =
    /^https:\/\/json-schema\.org\/draft\/(2019-09|2020-12)\/(.*)$/.exec(url);
  if (modern) return join(COPIES, `json-schema-${modern[1]}/${modern[2]}.json`);
  const old = /^http:\/\/json-schema\.org\/draft-0([467])\/schema$/.exec(url);
  switch (old?.[1]) {
    case "4":
      return require.resolve("ajv-draft-04/dist/refs/json-schema-draft-04.json");
    case "6":
    case "7":
      return join(COPIES, `json-schema-draft-0${old[1]}.json`);
    default:
      return undefined;
  }
}
