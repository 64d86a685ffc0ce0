/** What a document says of servers and security is used where it is clear. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../../support/fake-io.js";
import { generateFrom } from "../../support/scenarios.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const document = `asyncapi: 3.0.0
info: { title: door, version: "1" }
servers:
  production:
    host: "{region}.example.com"
    pathname: /doors
    protocol: wss
    description: The real one.
    variables: { region: { default: eu } }
    security:
      - $ref: "#/components/securitySchemes/session"
      - $ref: "#/components/securitySchemes/key"
      - $ref: "#/components/securitySchemes/hostile"
  elsewhere: { host: "{host}.example.com", protocol: https, variables: { host: {} } }
  broker: { host: broker.example.com, protocol: mqtt }
channels:
  door:
    address: door
    messages: { opened: { payload: { type: object } } }
operations:
  tell: { action: send, channel: { $ref: "#/channels/door" } }
components:
  securitySchemes:
    session: { type: http, scheme: bearer, bearerFormat: JWT }
    key: { type: httpApiKey, in: header, name: X-Api-Key }
    hostile: { type: httpApiKey, in: header, name: "x\\n*/ boom(); //" }
`;

/** The generated `client.ts` and the scaffolded setup. */
async function written(
  text: string,
): Promise<{ readonly client: string; readonly setup: string }> {
  const cwd = temporaryFolder();
  writeTree(cwd, { "door.yaml": text });
  const options = { schema: "door.yaml", perspective: "server" } as const;
  const { files } = await generateFrom(cwd, "door.yaml", options);
  const client = files.find(({ path }) => path === "client.ts")!.content;
  const flags = "--transport sse --perspective server --no-install --no-git";
  const args = ["app", "--schema", "door.yaml", "--yes", ...flags.split(" ")];
  const { code, stdout, stderr } = await runCli(cwd, args);
  expect(code, `${stdout}${stderr}`).toBe(0);
  const setup = readTree(join(cwd, "app"))["src/realtime.setup.ts"]!;
  return { client, setup };
}

test("servers with an address for this wire are the client's, and security is told where tokens are verified", async () => {
  const { client, setup } = await written(document);
  expect(client).toContain(`export const servers = {
  /** The real one. */
  production: "wss://eu.example.com/doors",
} as const;
`);
  expect(setup).toContain(`  // What the schema asks for:
  // - a bearer token: JWT, in \`token\`
  // - an API key: \`headers.get("x-api-key")\`
  authenticate: `);
  expect(setup).not.toContain("boom");
});

test("a document that says nothing of them gets nothing of them", async () => {
  const bare = document
    .replace(/^servers:[^]*?(?=^channels:)/m, "")
    .replace(/^components:[^]*/m, "");
  const { client, setup } = await written(bare);
  expect(client).not.toContain("servers");
  expect(setup).not.toContain("schema asks");
});
