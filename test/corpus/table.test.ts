/** The page in the repository says what is so, and no file's name matters. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { corpus } from "../support/corpus.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { PAGE, pageOf } from "./table/markdown.js";
import { copyRenamed } from "./table/renamed.js";
import type { Row } from "./table/row.js";
import { tableOf, type Proved } from "./table/table.js";

const page = fileURLToPath(new URL(`../../${PAGE}`, import.meta.url));

/** Both runs prove some fifty outputs, on machines that have other things to do. */
const PATIENCE = 600_000;

describe.skipIf(!corpus)("the table of real documents", () => {
  const proved: Proved = new Map();
  let rows: readonly Row[];

  it(
    `is ${PAGE}: else run npm run corpus`,
    async () => {
      rows = await tableOf(corpus!, proved);
      expect(readFileSync(page, "utf8")).toBe(await pageOf(rows));
    },
    PATIENCE,
  );

  it(
    "is the same for a copy under other names",
    async () => {
      const folder = temporaryFolder();
      const copies = copyRenamed(corpus!, folder);
      const same = [...copies].filter(([path, copy]) => path === copy);
      expect(same.length).toBeLessThan(copies.size / 4);
      const others = new Map(
        (await tableOf(folder, proved)).map((row) => [row.document, row]),
      );
      for (const row of rows) {
        const other = others.get(copies.get(row.document)!);
        expect(nameless(other)).toEqual({
          ...nameless(row),
          document: copies.get(row.document),
        });
      }
    },
    PATIENCE,
  );
});

/** Diagnostics name files. */
function nameless(row: Row | undefined): object | undefined {
  if (!row || !("reason" in row)) return row;
  const { code, more } = row.reason;
  return { ...row, reason: { code, more } };
}
