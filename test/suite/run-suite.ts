/** Runs files of the official JSON Schema test suite through our compiler. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../src/source/json.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import type { DialectId } from "../../src/schema/dialect.js";
import { createLowering } from "../../src/schema/lower.js";
import { emitSchemas, load } from "../support/compile-schema.js";
import { SuiteHost } from "./suite-host.js";

interface Group {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly {
    readonly description: string;
    readonly data: Json;
    readonly valid: boolean;
  }[];
}

/** Test files below a folder of the suite: the required, and formats. */
export function suiteFiles(folder: string): readonly string[] {
  const files = (sub: string): string[] =>
    readdirSync(join(folder, sub))
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(sub, name));
  return [...files("."), ...files("optional/format")].sort();
}

/**
 * Names of the cases whose verdict is not the suite's.
 * @throws {Error} the emitted checks and the compiler's own disagree
 */
export function failures(
  folder: string,
  file: string,
  dialect: DialectId,
): readonly string[] {
  const text = readFileSync(join(folder, file), "utf8");
  const groups = JSON.parse(text) as readonly Group[];
  const failed: string[] = [];
  for (const [i, group] of groups.entries()) {
    const host = new SuiteHost(new Diagnostics(), dialect);
    const top = host.add(`http://suite.test/${i}.json`, group.schema);
    const lowering = createLowering(host, dialect);
    const schema = lowering.lower(group.schema, top);
    const roots = [{ key: "root", wantedName: "Root", schema }];
    const check = load(emitSchemas(roots, lowering.definitions)).get("root")!;
    for (const test of group.tests) {
      const valid = check(test.data) === undefined;
      const name = `${file}: ${group.description}: ${test.description}`;
      const problem = firstProblem(test.data, schema, lowering.definitions);
      if (valid !== (problem === undefined))
        throw new Error(`${name}: emitted ${valid}, ${problem?.message}`);
      if (valid !== test.valid) failed.push(name);
    }
  }
  return failed;
}
