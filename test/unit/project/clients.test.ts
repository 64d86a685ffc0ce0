/** The promise: among techniques that share the interface, changing is one import. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { examples, transports } from "../../../src/advice/choices.js";
import { demoClients } from "../../../src/project/clients.js";
import { runCli } from "../../support/fake-io.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

/** Every technique of this version: the test grows with them. */
const clients = demoClients(transports);

const schema = `realtime: 1
name: door
version: "1"
channels:
  door:
    address: doors/{id}
    parameters: { id: { type: string, examples: [front] } }
    serverToClient:
      opened: { payload: { type: object } }
`;

async function scaffolded(
  start: readonly string[],
): Promise<Record<string, string>> {
  const cwd = temporaryFolder();
  writeTree(cwd, { "door.yaml": schema });
  const flags = [
    "--transport",
    transports.join(","),
    "--no-install",
    "--no-git",
  ];
  const { code, stderr } = await runCli(cwd, ["app", ...start, ...flags]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return readTree(join(cwd, "app"));
}

/** How a project can begin: from a schema of one's own, or from an example. */
const starts: readonly (readonly string[])[] = [
  ["--schema", "door.yaml"],
  ...examples.map((id) => ["--example", id]),
];

describe.each(starts)("the client of %s %s", (...start) => {
  test("is the same for every technique, but for an import and a constructor", async () => {
    const tree = await scaffolded(start);
    const [first, ...others] = clients.map(({ path, module, create }) => {
      const code = tree[path]!;
      const imported = `import { ${create} } from "${module}";\n`;
      expect(code.split(imported), path).toHaveLength(2);
      return code
        .replace(imported, "import { createClient } from technique;\n")
        .replace(
          `const client = ${create}({\n`,
          "const client = createClient({\n",
        );
    });
    expect(first).toContain("const client = createClient({\n");
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toBe(first);
  });
});

test("no two techniques share a constructor or a module", () => {
  expect(new Set(clients.map(({ create }) => create)).size).toBe(
    clients.length,
  );
  expect(new Set(clients.map(({ module }) => module)).size).toBe(
    clients.length,
  );
});
