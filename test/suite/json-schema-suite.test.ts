import { describe, expect, test } from "vitest";
import { drafts, knownFailures } from "./drafts.js";
import { failures, suiteFiles } from "./run-suite.js";

for (const draft of drafts) {
  const { dialect, folder, path = "" } = draft;
  describe.skipIf(path === "")(`official suite, ${dialect}`, () => {
    const expected = [...knownFailures(draft)];
    const files = path === "" ? [] : suiteFiles(path);
    test.each(files)("file %s", async (file) => {
      const listed = expected.filter((name) => name.startsWith(`${file}: `));
      // A listed case that passes is to be taken off the list.
      expect(await failures(path, file, folder)).toEqual(listed);
    });

    test("every listed case is in a file of the suite", () => {
      const gone = expected.filter(
        (name) => !files.some((file) => name.startsWith(`${file}: `)),
      );
      expect(gone).toEqual([]);
    });
  });
}
