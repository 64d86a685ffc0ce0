/**
 * Ajv's verdict on the schemas of a document as they stand in its file: read
 * by another parser, resolved and checked by another hand. Set to our reading
 * of formats, which are asserted.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix } from "node:path";
import type { Ajv as AjvClass } from "ajv";
import type { Ajv2019 as Ajv2019Class } from "ajv/dist/2019.js";
import type { Ajv2020 as Ajv2020Class } from "ajv/dist/2020.js";
import type { FormatsPlugin } from "ajv-formats";
import { parse } from "yaml";
import { formatNames, integerRange } from "../../src/schema/formats.js";
import {
  numberProblem,
  stringProblem,
} from "../../src/schema/scalar-problem.js";
import { pointerOf } from "../../src/source/path.js";
import type { Origin } from "../../src/source/source-file.js";

const require = createRequire(import.meta.url);
const { Ajv } = require("ajv") as { Ajv: typeof AjvClass };
const { Ajv2019 } = require("ajv/dist/2019") as {
  Ajv2019: typeof Ajv2019Class;
};
const { Ajv2020 } = require("ajv/dist/2020") as {
  Ajv2020: typeof Ajv2020Class;
};
const { default: addFormats } = require("ajv-formats") as {
  default: FormatsPlugin;
};

export interface Opinion {
  accepts(value: unknown): boolean;
  /**
   * Not all schemas of the file say of which type they are. Where AsyncAPI
   * documents leave it out, we take it that their authors mean an object by
   * `properties`, which JSON Schema does not.
   */
  readonly typesLeftOut: boolean;
}

/** The schemas of one folder of documents. */
export class SecondOpinion {
  readonly #root: string;
  readonly #documents = new Map<string, unknown>();
  readonly #byDocument = new Map<string, AjvClass | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Of the schema that stands at the place. `undefined`: Ajv cannot read it,
   * such as a draft that it has not, a reference into the web, or a schema of
   * another language.
   */
  of(origin: Origin): Opinion | undefined {
    const { path } = origin.file;
    if (!this.#byDocument.has(path))
      this.#byDocument.set(path, this.#ajv(path));
    const ajv = this.#byDocument.get(path);
    const pointer = encodeURI(pointerOf(origin.path)).replaceAll("#", "%23");
    try {
      const check = ajv?.compile({ $ref: `${BASE}${path}#${pointer}` });
      return (
        check && {
          accepts: (value) => check(value) as boolean,
          typesLeftOut: leavesTypesOut(this.#document(path)),
        }
      );
    } catch {
      return undefined;
    }
  }

  /** One that knows the document, and all that it leads to. */
  #ajv(path: string): AjvClass | undefined {
    try {
      const ajv = ajvFor(this.#document(path));
      const queue = [path];
      for (const each of queue) {
        const document = this.#document(each);
        ajv.addSchema(document as object, `${BASE}${each}`);
        for (const file of filesOf(document)) {
          const next = posix.join(posix.dirname(each), file);
          if (!queue.includes(next)) queue.push(next);
        }
      }
      return ajv;
    } catch {
      return undefined;
    }
  }

  #document(path: string): unknown {
    let document = this.#documents.get(path);
    if (document === undefined) {
      const text = readFileSync(join(this.#root, path), "utf8");
      const value = path.endsWith(".json")
        ? JSON.parse(text.replace(/^\uFEFF/, ""))
        : parse(text);
      document = withoutId("asyncapi" in value ? typesLed(value) : value);
      this.#documents.set(path, document);
    }
    return document;
  }
}

const BASE = "https://corpus.test/";

function ajvFor(document: unknown): AjvClass {
  const { $schema = "", openapi = "" } = document as Record<string, string>;
  const options = {
    strict: false,
    validateSchema: false,
    logger: false,
    // Own properties only, as JSON has them.
    ownProperties: true,
    addUsedSchema: false,
    // What hundreds of schemas share is compiled once.
    inlineRefs: false,
  } as const;
  const ajv =
    /2020-12/.test($schema) || openapi.startsWith("3.1")
      ? new Ajv2020(options)
      : /2019-09/.test($schema)
        ? new Ajv2019(options)
        : new Ajv(options);
  addFormats(ajv);
  // Ranges of whole numbers, and what ajv-formats does not know, as we do.
  for (const name of formatNames) {
    if (integerRange(name))
      ajv.addFormat(name, {
        type: "number",
        validate: (value: number) =>
          numberProblem(value, { kind: "number", format: name }) === undefined,
      });
    else if (!(name in ajv.formats))
      ajv.addFormat(
        name,
        (text: string) =>
          stringProblem(text, { kind: "string", format: name }) === undefined,
      );
  }
  return ajv;
}

/**
 * Without the `type`s that stand beside a `$ref`, which leads to a type of its
 * own: AsyncAPI's draft-07 ignores them, and people write `object` out of habit.
 */
function typesLed(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    if (typeof part !== "object" || part === null) return part;
    if (!("$ref" in part) || typeof part.$ref !== "string") return part;
    const { type: __, ...rest } = part as { readonly type?: unknown };
    return rest;
  }) as object;
}

/** The document's own `id`, which is no schema's, and which Ajv would refuse. */
function withoutId(document: object): object {
  const { id: _, ...rest } = document as { readonly id?: unknown };
  return rest;
}

function leavesTypesOut(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const isUntyped =
    "properties" in value && !("type" in value) && !("$ref" in value);
  return isUntyped || Object.values(value).some(leavesTypesOut);
}

/** The files that references name, relative to the document. */
function filesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (key !== "$ref" || typeof part !== "string") return filesOf(part);
    const [file = ""] = part.split("#");
    return file === "" || /^[a-z]+:/.test(file) ? [] : [file];
  });
}
