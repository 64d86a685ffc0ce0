import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const text = readFileSync(`${root}GUARANTEES.md`, "utf8");

/** `[name](file) "title of the test"` */
const proofs = [...text.matchAll(/\[[^\]]+\]\(([^)]+)\) "([^"]+)"/g)].map(
  ([, file, title]) => ({ file: file!, title: title! }),
);

describe("GUARANTEES.md", () => {
  it("has a proof in every row", () => {
    const rows = text
      .split("\n")
      .filter((line) => /^\| (?!failure|---)/.test(line));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row).toMatch(/\(test\/[^)]+\) "/);
  });

  it.each(proofs)("$file: $title", ({ file, title }) => {
    expect(readFileSync(root + file, "utf8")).toContain(`"${title}"`);
  });
});
