import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../support/shared.js";
import { failures, suiteFiles } from "./run-suite.js";

const drafts = [
  { dialect: "2020-12", folder: "draft2020-12" },
  { dialect: "draft-07", folder: "draft7" },
] as const;

/** Cases by the reason why we differ; reviewed one by one. */
function known(dialect: string): ReadonlySet<string> {
  const file = new URL(`known-failures-${dialect}.json`, import.meta.url);
  const byReason = JSON.parse(readFileSync(file, "utf8")) as Record<
    string,
    readonly string[]
  >;
  return new Set(Object.values(byReason).flat());
}

for (const { dialect, folder } of drafts) {
  const path = sharedPath("corpus", "jsonschema", "test-suite", folder);
  describe.skipIf(path === undefined)(`official suite, ${dialect}`, () => {
    const expected = known(dialect);
    for (const file of path === undefined ? [] : suiteFiles(path))
      test(`file ${file}`, () => {
        const listed = [...expected].filter((name) =>
          name.startsWith(`${file}:`),
        );
        // A listed case that passes is to be taken off the list.
        expect([...failures(path!, file, dialect)]).toEqual(listed);
      });
  });
}
