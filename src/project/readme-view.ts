/** What the project's README says: of what was chosen, and how to choose anew. */
import type { Contract } from "../contract/model.js";
import { oneLine } from "../plan/header.js";
import type { TransportId } from "../advice/choices.js";
import { demoClients, type DemoClient } from "./clients.js";
import {
  curlCommand,
  type CurlTransport,
  sendCommand,
  wscatCommand,
  type Instance,
} from "./commands.js";
import { generatedNeeds, type Choices } from "./dependencies.js";
import { SQLITE_FILE } from "./engine-view.js";
import { asTested } from "./own-package.js";
import { samplesOf, type ChannelSample } from "./samples.js";
import { eventView } from "./views.js";

/** Names that the README uses as they are. */
interface Names {
  readonly schema: string;
  readonly out: string;
  /** `npm run`, `pnpm`, … */
  readonly run: string;
  /** What stands between a script and its flags. */
  readonly dash: string;
  /** `npm install`, `pnpm add`, … */
  readonly add: string;
  /** What the example does; empty without one. */
  readonly about: string;
}

export interface ReadmeView extends Names {
  readonly title: string;
  /** What to type first, with a word on each. */
  readonly commands: readonly string[];
  /** The same client over another technique. */
  readonly hasOtherClients: boolean;
  /** The clients' files, in a sentence. */
  readonly clientFiles: string;
  /** The techniques, in a sentence. */
  readonly transports: string;
  /** The same as items of a JSON array. */
  readonly transportList: string;
  readonly hasAbout: boolean;
  readonly hasSse: boolean;
  /** Polling, long polling or both. */
  readonly hasPolls: boolean;
  readonly hasWebSocket: boolean;
  readonly lacksWebSocket: boolean;
  /** As a package manager takes them. */
  readonly webSocketPackages: string;
  readonly isSqlite: boolean;
  readonly sqlitePackages: string;
  readonly database: string;
  /** A script's flags begin so. */
  readonly dashed: string;
  readonly hasByHand: boolean;
  readonly hasCurl: boolean;
  readonly curl: string;
  readonly hasSend: boolean;
  readonly send: string;
  readonly hasWscat: boolean;
  readonly wscat: string;
  readonly hasPublish: boolean;
  /** What follows `channels`, up to the end of the statement. */
  readonly publish: string;
}

export function readmeView(
  contract: Contract,
  { transports, engine }: Choices,
  names: Names,
): ReadmeView {
  const samples = samplesOf(contract);
  const followed = samples.find(({ events }) => events.length > 0);
  const asked = samples.find(({ commands }) => commands.length > 0);
  const hasSse = transports.includes("sse");
  const hasWebSocket = transports.includes("websocket");
  const byCurl = transports.find(isShownByCurl);
  const clients = demoClients(transports);
  return {
    ...names,
    schema: oneLine(names.schema),
    title: contract.name.replace(/[^\p{L}\p{N} ._-]/gu, " ").trim(),
    commands: commandsOf(clients, names.run),
    clientFiles: sentence(clients.map(({ path }) => path)),
    transports: sentence(transports),
    transportList: transports.map((id) => JSON.stringify(id)).join(", "),
    hasOtherClients: clients.length > 1,
    hasAbout: names.about !== "",
    hasSse,
    hasWebSocket,
    lacksWebSocket: !hasWebSocket,
    webSocketPackages: packages({
      transports: ["websocket"],
      engine: "memory",
    }),
    isSqlite: engine === "sqlite",
    sqlitePackages: packages({ transports: [], engine: "sqlite" }),
    dashed: names.dash === "" ? "" : `${names.dash.trim()} `,
    database: SQLITE_FILE,
    hasPolls: transports.some((id) => id.endsWith("polling")),
    hasByHand: followed !== undefined || (!!byCurl && asked !== undefined),
    hasCurl: byCurl !== undefined && followed !== undefined,
    curl: byCurl && followed ? curlCommand(byCurl, instanceOf(followed)) : "",
    hasSend: byCurl !== undefined && asked !== undefined,
    send: asked ? sendCommand(instanceOf(asked), asked.commands[0]!) : "",
    hasWscat: hasWebSocket && followed !== undefined,
    wscat: followed ? wscatCommand(instanceOf(followed)) : "",
    hasPublish: followed !== undefined,
    publish: followed ? publishCall(followed) : "",
  };
}

function commandsOf(clients: readonly DemoClient[], run: string): string[] {
  const commands = [
    {
      script: "dev",
      what: "the server with sample events, restarted on every change",
    },
    ...clients.map(({ script, title }) => ({
      script,
      what: `in another terminal: a typed client over ${title}`,
    })),
  ];
  const width = Math.max(...commands.map(({ script }) => script.length));
  return commands.map(
    ({ script, what }) => `${run} ${script.padEnd(width)}  # ${what}`,
  );
}

function packages(choices: Omit<Choices, "framework">): string {
  const { run, types } = generatedNeeds(choices);
  return asTested([...run, ...types]);
}

function sentence(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop()!;
  return quoted.length > 0 ? `${quoted.join(", ")} and ${last}` : last;
}

function isShownByCurl(id: TransportId): id is CurlTransport {
  return id !== "websocket";
}

function instanceOf({ channel, params }: ChannelSample): Instance {
  return { channel: channel.name, params };
}

function publishCall(channel: ChannelSample): string {
  const { access, params, name, data, options } = eventView(
    channel,
    channel.events[0]!,
  );
  return `${access}(${params}).publish(${name}, ${data}${options});`;
}
