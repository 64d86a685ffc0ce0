/** The short form of `npm run soak`. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flat } from "../soak/flat.js";
import { soak } from "../soak/soak.js";
import { buildServerProcess } from "../support/server-process/child.js";
import { techniques } from "../support/techniques.js";
import { temporaryFolder } from "../support/temporary-folder.js";

let script = "";
beforeAll(async () => {
  script = await buildServerProcess(temporaryFolder(afterAll));
});

describe.each(techniques)("over $id and sqlite", ({ id, stays }) => {
  test("clients that stay hear everything while others come and go", async () => {
    const { problems, heard, samples } = await soak({
      setup: { technique: id, engine: "sqlite", folder: temporaryFolder() },
      script,
      rounds: 40,
      paceMs: 0,
    });
    expect(problems).toEqual([]);
    expect(heard).toBe(40 * 25 * 8);
    expect(flat(samples)).toBe(true);
    const connections = samples.at(-1)?.connections;
    expect(connections).toBeLessThanOrEqual(8);
    expect(connections).toBeGreaterThanOrEqual(stays ? 8 : 0);
  });
});
