import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { dialectById, type DialectId } from "../../../src/schema/dialect.js";
import { formatNames } from "../../../src/schema/formats.js";
import type { Json } from "../../../src/source/json.js";
import { emitJson, load, lowerJson } from "../../support/compile-schema.js";

const path = fileURLToPath(new URL("../../../TYPES.md", import.meta.url));
const text = readFileSync(path, "utf8");

interface Row {
  readonly keywords: readonly string[];
  readonly dialect: DialectId;
  readonly schema: string;
  readonly type: string;
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

const DIALECTS: Readonly<Record<string, DialectId>> = {
  AsyncAPI: "asyncapi",
  OpenAPI: "openapi-3.1",
  "AsyncAPI, OpenAPI": "asyncapi",
  "draft-04": "draft-04",
  "draft-07": "draft-07",
  "2019-09": "2019-09",
};

/** The code spans of a cell. */
function spans(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
}

const lines = text.split("\n").filter((line) => line.startsWith("| `"));
const cells = lines.map((line) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("\\|", "|")),
);
const rows = cells
  .filter(({ length }) => length === 6)
  .map(([keywords, code, type, accepted, refused]): Row => {
    const [, dialect, schema] = /^`(?:([\w ,.-]+): )?(.*)`$/.exec(code!)!;
    return {
      keywords: spans(keywords!),
      dialect: dialect === undefined ? "2020-12" : DIALECTS[dialect]!,
      schema: schema!,
      type: type!,
      accepted: spans(accepted!),
      refused: spans(refused!),
    };
  });

/** As the table has it: what `T` is, and then the types that it names. */
function typeCell(schema: Json, dialect: DialectId): string {
  const { declarations, byId } = emitJson(schema, "T", dialect);
  const root = byId.get("root")!;
  const all = [root, ...declarations.filter((one) => one !== root)];
  return all
    .flatMap(({ types }) => types.split(/^export (?:type|interface) /m))
    .map((one) => one.replaceAll(/\s+/g, " ").trim().replace(/;$/, ""))
    .filter((one) => one !== "")
    .map((one, i) => (i > 0 ? one : one.replace(/^T (?:= )?/, "")))
    .map((one) => `\`${one}\``)
    .join(" ");
}

describe("TYPES.md", () => {
  test.each(rows)("$schema", (row) => {
    const { dialect } = row;
    const schema = JSON.parse(row.schema) as Json;
    expect(typeCell(schema, dialect)).toBe(row.type);
    const lowered = lowerJson(schema, dialect);
    const check = load(emitJson(schema, "T", dialect)).get("root")!;
    const isAccepted = (code: string): boolean => {
      const value = JSON.parse(code) as Json;
      const issues = check(value);
      const { definitions } = lowered.lowering;
      const problem = firstProblem(value, lowered.schema, definitions);
      expect(problem === undefined).toBe(issues === undefined);
      return issues === undefined;
    };
    expect(row.accepted.filter((code) => !isAccepted(code))).toEqual([]);
    expect(row.refused.filter(isAccepted)).toEqual([]);
    expect(row.accepted.length).toBeGreaterThan(0);
    expect(row.refused.length).toBeGreaterThan(0);
    const said = `${row.schema} "${dialect}"`;
    for (const name of row.keywords) expect(said).toContain(`"${name}"`);
  });

  test("has every keyword and every format", () => {
    const told = new Set(cells.flatMap(([first]) => spans(first!)));
    const ids: readonly DialectId[] = [
      "draft-04",
      "draft-06",
      "draft-07",
      "2019-09",
      "2020-12",
      "asyncapi",
      "openapi-3.0",
      "openapi-3.1",
    ];
    const missing = new Set(formatNames);
    for (const id of ids)
      for (const name of dialectById(id).keywords) missing.add(name);
    // That keyword has a table of its own.
    missing.delete("format");
    for (const name of told) missing.delete(name);
    expect([...missing]).toEqual([]);
  });
});
