import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../../support/fake-io.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

/** Services beside each other that share their types. */
const files = {
  "docs/door/door.yaml": `realtime: 1
name: door
version: "1"
channels:
  door:
    address: door
    serverToClient:
      opened: { payload: { $ref: ../common/types.yaml#/Opened } }
`,
  "docs/common/types.yaml": "Opened: { $ref: ./more.yaml#/Text }\n",
  "docs/common/more.yaml": "Text: { type: string }\n",
  "docs/common/unused.yaml": "Text: { type: string }\n",
  "secret.yaml": "Text: { type: string }\n",
};

function docs() {
  const root = temporaryFolder();
  writeTree(root, files);
  return root;
}

const schema = join("docs", "door", "door.yaml");

describe("validate", () => {
  test("the schema's folder is not left, and the flag is named", async () => {
    const { code, stderr } = await runCli(docs(), ["validate", schema]);
    expect(code).toBe(1);
    expect(stderr).toContain("docs/door/door.yaml:8:34 - error RT1032");
    expect(stderr).toContain("or name a wider one with --root");
  });

  test.each(["docs", "docs/", ".", "./docs/common/.."])(
    "--root %s",
    async (root) => {
      const words = ["validate", schema, "--root", root];
      expect(await runCli(docs(), words)).toMatchObject({
        code: 0,
        stderr: "",
      });
    },
  );

  test("no further than that", async () => {
    const root = docs();
    writeTree(root, {
      "docs/common/types.yaml": "Opened: { $ref: ../../secret.yaml#/Text }\n",
    });
    const words = ["validate", schema, "--root", "docs"];
    const { code, stderr } = await runCli(root, words);
    expect(code).toBe(1);
    expect(stderr).toContain("docs/common/types.yaml:1:17 - error RT1032");
  });

  test.each(["docs/common", "docs/door/door", "nowhere"])(
    "--root %s does not hold the schema",
    async (root) => {
      const words = ["validate", schema, "--root", root];
      const { code, stderr } = await runCli(docs(), words);
      expect(code).toBe(2);
      expect(stderr).toContain(`the root ${root} does not hold the schema`);
    },
  );
});

describe("create", () => {
  const words = ["--root", "docs", "--no-install", "--no-git"];

  test("copies the schema and what it refers to as they lay", async () => {
    const root = docs();
    const app = join(root, "app");
    const create = ["app", "--schema", schema, ...words];
    expect((await runCli(root, create)).code).toBe(0);
    const tree = readTree(app);
    expect(JSON.parse(tree["realtime.config.json"]!)).toMatchObject({
      schema: "door/door.yaml",
      root: ".",
    });
    for (const path of ["door/door.yaml", "common/types.yaml"]) {
      expect(tree[path]).toBe(readFileSync(join(root, "docs", path), "utf8"));
    }
    expect(tree["common/more.yaml"]).toBeDefined();
    expect(tree["common/unused.yaml"]).toBe(undefined);
    for (const again of [["generate", "--check"], ["validate"]]) {
      expect(await runCli(app, again)).toMatchObject({ code: 0, stderr: "" });
    }
  });

  test("refers to them where they are, if that is in the project", async () => {
    const root = docs();
    writeTree(root, { "package.json": '{"type":"module"}' });
    expect((await runCli(root, [".", "--schema", schema, ...words])).code).toBe(
      0,
    );
    const config = readFileSync(join(root, "realtime.config.json"), "utf8");
    expect(JSON.parse(config)).toMatchObject({
      schema: "docs/door/door.yaml",
      root: "docs",
    });
    const { code } = await runCli(root, ["generate", "--check"]);
    expect(code).toBe(0);
  });

  test("a root in the configuration that does not hold the schema", async () => {
    const root = docs();
    const config = { schema: "docs/door/door.yaml", outputs: [] };
    for (const folder of ["docs/common", "/", ""]) {
      writeTree(root, {
        "realtime.config.json": JSON.stringify({ ...config, root: folder }),
      });
      const { code, stderr } = await runCli(root, ["generate"]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /realtime\.config\.json:1:\d+ - error RT(7105|1050)/,
      );
    }
  });

  test("without --root nothing is kept of it", async () => {
    const root = docs();
    const create = ["app", "--schema", "docs/common/door.yaml"];
    writeTree(root, {
      "docs/common/door.yaml": files["docs/door/door.yaml"].replace(
        "../common/",
        "",
      ),
    });
    expect((await runCli(root, [...create, ...words.slice(2)])).code).toBe(0);
    const config = readFileSync(join(root, "app/realtime.config.json"), "utf8");
    expect(JSON.parse(config)).toMatchObject({ schema: "door.yaml" });
    expect(JSON.parse(config)).not.toHaveProperty("root");
    expect(Object.keys(readTree(join(root, "app")))).toContain("more.yaml");
  });
});
