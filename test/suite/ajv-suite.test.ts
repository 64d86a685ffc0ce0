import { describe, expect, test } from "vitest";
import { ajvVerdicts } from "./ajv-opinion.js";
import { drafts, knownFailures, readReasons } from "./drafts.js";
import { groupsOf, suiteFiles } from "./run-suite.js";

/**
 * Where Ajv's verdict is not ours, by the reason: a whole file, a group or a
 * case, in whichever draft it is. Where it is not by our decision, the suite
 * agrees with us.
 */
const byReason = readReasons("ajv-disagreements.json");
const listed = Object.values(byReason).flat();

const OURS = "it is our decision";

const seen = new Set<string>();

for (const draft of drafts) {
  const { dialect, folder, path = "" } = draft;
  describe.skipIf(path === "")(`Ajv on the official suite, ${dialect}`, () => {
    const differing = knownFailures(draft);
    const files = path === "" ? [] : suiteFiles(path);
    test.each(files)("file %s", async (file) => {
      const unlisted: string[] = [];
      for (const group of groupsOf(path, file)) {
        const verdicts = await ajvVerdicts(group, folder);
        for (const [i, { description, valid }] of group.tests.entries()) {
          const name = `${file}: ${group.description}: ${description}`;
          const ours = differing.has(name) ? !valid : valid;
          if (verdicts?.[i] === ours) continue;
          if (ours !== valid && !byReason[OURS]?.includes(name))
            unlisted.push(`we are wrong: ${name}`);
          const isListed = listed.some((entry) => name.startsWith(entry));
          if (!isListed) unlisted.push(name);
          seen.add(name);
        }
      }
      expect(unlisted).toEqual([]);
    });
  });
}

test.skipIf(drafts.some(({ path }) => path === undefined))(
  "what is listed is so",
  () => {
    const names = [...seen];
    const stale = listed.filter(
      (entry) => !names.some((name) => name.startsWith(entry)),
    );
    expect(stale).toEqual([]);
  },
);
