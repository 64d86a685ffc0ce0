/** `server.ts`, web-standard, `server.node.ts` over node:http, and `testing.ts`. */
import { template } from "../render/render.js";
import type { RuntimeFunction, Transport } from "../transports/transport.js";
import { call, list, statement } from "../typescript/code.js";
import {
  group,
  ifBreak,
  indent,
  join,
  line,
  print,
} from "../typescript/layout.js";
import {
  accessors,
  barrel,
  CHANNEL_TYPES,
  moduleOf,
  typedMembers,
  type AssembledChannel,
} from "./assembled-channel.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { braced, Imports } from "./imports.js";

const ERRORS = [
  "EngineUnavailable",
  "IdempotencyConflict",
  "RealtimeError",
  "ValidationError",
];

const renderServer = template<{
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly channels: string;
  readonly handlers: string;
  /** `_Identity` where nothing uses it: compilers refuse idle parameters. */
  readonly handlersIdentity: string;
  readonly snapshots: string;
  readonly snapshotsIdentity: string;
  /** `?` where no channel declares a snapshot. */
  readonly optional: string;
  readonly instances: string;
  readonly create: string;
}>("shared/server.ts.hbs");

export function serverFile(
  channels: readonly AssembledChannel[],
  transports: readonly Transport[],
  engines: readonly RuntimeFunction[],
): GeneratedFile {
  const imports = new Imports()
    .value("./contract.js", "contract")
    .type("./runtime/server/options.js", "RealtimeOptions")
    .value("./runtime/http/server.js", "createServer")
    .type("./runtime/http/server.js", "Server");
  const asked = channels.filter(({ roots }) => roots.commands.length > 0);
  const kept = channels.filter(({ roots }) => roots.snapshot !== undefined);
  const view = {
    channels: accessors(channels, "Publisher", imports),
    handlers: typedMembers(
      asked,
      "CommandHandlers",
      ["Identity", "Channels"],
      imports,
    ),
    handlersIdentity: identity(asked),
    snapshots: typedMembers(kept, "SnapshotProvider", ["Identity"], imports),
    snapshotsIdentity: identity(kept),
    optional: kept.length > 0 ? "" : "?",
    instances: instances(channels, imports),
    create: create(
      "createServer",
      transports.map(({ server }) => server.web),
      imports,
    ),
    exports: [
      ...barrel(channels, ERRORS),
      ...engines.map(({ module, name }) =>
        braced("export", [name], `./${module}`),
      ),
    ],
  };
  return {
    path: "server.ts",
    content: renderServer({ ...view, imports: imports.statements() }),
  };
}

const renderNodeServer = template<{
  readonly imports: readonly string[];
  readonly create: string;
}>("shared/server.node.ts.hbs");

export function nodeServerFile(
  transports: readonly Transport[],
): GeneratedFile {
  const imports = new Imports()
    .value("./contract.js", "contract")
    .type("./server.js", "Channels")
    .type("./server.js", "Handlers")
    .type("./server.js", "Options")
    .value("./runtime/http/node.js", "createNodeServer")
    .type("./runtime/http/node.js", "NodeServer");
  const techniques = transports.map(({ server }) => server.node);
  return {
    path: "server.node.ts",
    content: renderNodeServer({
      create: create("createNodeServer", techniques, imports),
      imports: imports.statements(),
    }),
  };
}

const renderTesting = template<object>("shared/testing.ts.hbs");

export function testingFile(): GeneratedFile {
  return { path: "testing.ts", content: renderTesting({}) };
}

function identity(channels: readonly AssembledChannel[]): string {
  return channels.length > 0 ? "Identity" : "_Identity";
}

function instances(
  channels: readonly AssembledChannel[],
  imports: Imports,
): string {
  imports.type(CHANNEL_TYPES, "InstanceOf");
  const members = channels.map((channel) => {
    imports.type(moduleOf(channel), channel.own.type);
    return `InstanceOf<${channel.own.type}>`;
  });
  const union = group([ifBreak("| "), join([line, "| "], members)]);
  // On one line, else on the next line, else on a line each.
  const type = group(indent([line, union]));
  return print(["export type Instance =", type, ";"]);
}

function create(
  name: string,
  techniques: readonly RuntimeFunction[],
  imports: Imports,
): string {
  for (const { module, name: technique } of techniques) {
    imports.value(`./${module}`, technique);
  }
  const calls = list(techniques.map((technique) => call(technique.name)));
  const made = call(
    `${name}<Identity, Channels>`,
    "contract",
    "options",
    calls,
  );
  return statement(1, "return ", made).trimEnd();
}
