/** `server.ts`, web-standard, `server.node.ts` over node:http, and `testing.ts`. */
import { template } from "../render/render.js";
import type { RuntimeExport, Transport } from "../transports/transport.js";
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
  asksClients,
  barrel,
  CHANNEL_TYPES,
  moduleOf,
  publisherAccessors,
  serverAccessors,
  typedMembers,
  type AssembledChannel,
} from "./assembled-channel.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { braced, Imports } from "./imports.js";
import { isStreamed } from "./roots.js";

const PUBLISHER = "./runtime/server/publisher.js";

const ERRORS = [
  "EngineUnavailable",
  "IdempotencyConflict",
  "RealtimeError",
  "ValidationError",
];

/** What a setup may need to name. */
const TYPES = [
  braced("export type", ["Published"], CHANNEL_TYPES),
  braced("export type", ["Engine"], "./runtime/engine/engine.js"),
  braced("export type", ["Hooks"], "./runtime/server/hooks.js"),
  braced("export type", ["Authenticated"], "./runtime/server/options.js"),
  braced("export type", ["Credentials"], "./runtime/server/session.js"),
];

/** Where clients are asked, too. */
const ASKING_ERRORS = ["RemoteError", "ReplyTimeout"];

const renderServer = template<{
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  /** What all publish into, where a server can do more; else empty. */
  readonly publisherChannels: string;
  /** The type of what all publish into. */
  readonly published: string;
  readonly channels: string;
  readonly handlers: string;
  /** `_Identity` where nothing uses it: compilers refuse idle parameters. */
  readonly handlersIdentity: string;
  readonly snapshots: string;
  readonly snapshotsIdentity: string;
  /** `?` where no channel declares a snapshot. */
  readonly optional: string;
  /** Members of the options, one for each technique. */
  readonly techniques: readonly string[];
  readonly instances: string;
  /** Techniques that only `server.node.ts` has, as people write them. */
  readonly nodeOnly: string;
  readonly create: string;
}>("shared/server.ts.hbs");

export function serverFile(
  channels: readonly AssembledChannel[],
  transports: readonly Transport[],
  engines: readonly RuntimeExport[],
): GeneratedFile {
  const imports = new Imports()
    .value("./contract.js", "contract")
    .type("./runtime/server/options.js", "RealtimeOptions")
    .value("./runtime/http/server.js", "createServer")
    .type("./runtime/http/server.js", "Server")
    // The generated function has the name.
    .value(PUBLISHER, "createPublisher as create")
    .type(PUBLISHER, "PublisherOptions")
    .type(PUBLISHER, "RealtimePublisher");
  const asking = channels.filter(({ roots }) => asksClients(roots));
  const asked = channels.filter(({ roots }) => roots.commands.length > 0);
  const kept = channels.filter(({ roots }) => roots.snapshot !== undefined);
  const view = {
    publisherChannels:
      asking.length > 0 ? accessors(channels, publisherAccessors, imports) : "",
    published: asking.length > 0 ? "PublisherChannels" : "Channels",
    channels: accessors(
      asking.length > 0 ? asking : channels,
      serverAccessors,
      imports,
    ),
    handlers: typedMembers(
      asked,
      handlerTypes,
      ["Identity", "Channels"],
      imports,
    ),
    handlersIdentity: identity(asked),
    snapshots: typedMembers(
      kept,
      () => ["SnapshotProvider"],
      ["Identity"],
      imports,
    ),
    snapshotsIdentity: identity(kept),
    optional: kept.length > 0 ? "" : "?",
    techniques: transports.map(({ server: { node, options } }) => {
      imports.type(`./${options.module}`, options.name);
      return `readonly ${node.name}?: ${options.name};`;
    }),
    instances: instances(channels, imports),
    nodeOnly: transports
      .filter(({ server }) => !server.web)
      .map(({ title }) => title)
      .join(", "),
    create: create(
      "createServer",
      transports.flatMap(({ server }) => server.web ?? []),
      imports,
    ),
    exports: [
      ...barrel(
        channels,
        asking.length > 0 ? [...ERRORS, ...ASKING_ERRORS] : ERRORS,
      ),
      ...engines.map(({ module, name }) =>
        braced("export", [name], `./${module}`),
      ),
      ...TYPES,
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

function handlerTypes({ roots: { commands } }: AssembledChannel): string[] {
  return [
    ...(commands.every(isStreamed) ? [] : ["CommandHandlers"]),
    ...(commands.some(isStreamed) ? ["StreamHandlers"] : []),
  ];
}

function identity(channels: readonly AssembledChannel[]): string {
  return channels.length > 0 ? "Identity" : "_Identity";
}

function instances(
  channels: readonly AssembledChannel[],
  imports: Imports,
): string {
  const members = channels.map((channel) => {
    const { own, roots } = channel;
    const type = roots.channel.wildcard ? "WildcardOf" : "InstanceOf";
    imports.type(CHANNEL_TYPES, type).type(moduleOf(channel), own.type);
    return `${type}<${own.type}>`;
  });
  const union = group([ifBreak("| "), join([line, "| "], members)]);
  // On one line, else on the next line, else on a line each.
  const type = group(indent([line, union]));
  return print(["export type Instance =", type, ";"]);
}

function create(
  name: string,
  techniques: readonly RuntimeExport[],
  imports: Imports,
): string {
  for (const { module, name: technique } of techniques) {
    imports.value(`./${module}`, technique);
  }
  const calls = list(
    techniques.map((technique) =>
      call(technique.name, `options.${technique.name}`),
    ),
  );
  const made = call(
    `${name}<Identity, Channels>`,
    "contract",
    "options",
    calls,
  );
  return statement(1, "return ", made).trimEnd();
}
