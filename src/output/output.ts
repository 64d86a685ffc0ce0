/** From the Contract to the files of one output folder. */
import type { Contract } from "../contract/model.js";
import type { EngineId, TransportId } from "../advice/choices.js";
import type { ClientView } from "../transports/transport.js";
import { transports } from "../transports/transports.js";
import type { Names } from "../typescript/names.js";
import { asksClients, type AssembledChannel } from "./assembled-channel.js";
import { channelFiles } from "./channel-files.js";
import { clientFile } from "./client-file.js";
import { contractFile } from "./contract-file.js";
import { engines } from "./engines.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { isStreamed } from "./roots.js";
import {
  runtimeModules,
  withEnding,
  type ImportEnding,
} from "./runtime-modules.js";
import { nodeServerFile, serverFile, testingFile } from "./server-files.js";

export interface OutputOptions {
  readonly side: "server" | "client" | "both";
  readonly transports: readonly TransportId[];
  readonly engines: readonly EngineId[];
  readonly importEnding: ImportEnding;
}

/** @param names is asked for every name, and keeps those that are new */
export function outputFiles(
  contract: Contract,
  names: Names,
  options: OutputOptions,
): GeneratedFile[] {
  const { side, importEnding } = options;
  const { channels, files: ofChannels } = channelFiles(contract, names);
  const files = [...ofChannels, contractFile(contract, channels)];
  const chosen = options.transports.map((id) => transports[id]);
  if (side !== "client") {
    const logs = options.engines.map((id) => engines[id]);
    files.push(serverFile(channels, chosen, logs), nodeServerFile(chosen));
  }
  if (side !== "server") {
    files.push(clientFile(contract, channels));
    const view = clientView(channels, side);
    files.push(...chosen.flatMap((transport) => transport.clientFiles(view)));
  }
  if (side === "both") files.push(testingFile());
  return [...files, ...runtimeModules(files)].map(({ path, content }) => ({
    path,
    content: withEnding(content, importEnding),
  }));
}

function clientView(
  channels: readonly AssembledChannel[],
  side: OutputOptions["side"],
): ClientView {
  const commands = channels.flatMap(({ roots }) => roots.commands);
  return {
    sends: commands.some((command) => !isStreamed(command)),
    streams: commands.some(isStreamed),
    replies: channels.some(({ roots }) => asksClients(roots)),
    besideServer: side === "both",
  };
}
