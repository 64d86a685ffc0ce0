/** From the Contract to the files of one output folder. */
import type { Contract } from "../contract/model.js";
import type { EngineId, TransportId } from "../advice/choices.js";
import type { ClientView } from "../transports/transport.js";
import { transports } from "../transports/transports.js";
import { emitTypes } from "../typescript/emit.js";
import type { Names } from "../typescript/names.js";
import { asksClients, type AssembledChannel } from "./assembled-channel.js";
import { channelFile } from "./channel-file.js";
import { channelNames } from "./channel-names.js";
import { clientFile } from "./client-file.js";
import { contractFile } from "./contract-file.js";
import { distribute, SHARED_FILE } from "./distribute.js";
import { engines } from "./engines.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { allRoots, isStreamed, rootsOf } from "./roots.js";
import {
  runtimeModules,
  withEnding,
  type ImportEnding,
} from "./runtime-modules.js";
import { Scope } from "./scope.js";
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
  const { channels, files } = channelFiles(contract, names);
  files.push(contractFile(contract, channels));
  const chosen = options.transports.map((id) => transports[id]);
  if (side !== "client") {
    const logs = options.engines.map((id) => engines[id]);
    files.push(serverFile(channels, chosen, logs), nodeServerFile(chosen));
  }
  if (side !== "server") {
    files.push(clientFile(channels));
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

function channelFiles(
  contract: Contract,
  names: Names,
): { channels: AssembledChannel[]; files: GeneratedFile[] } {
  const own = channelNames(contract.channels, names);
  const all = rootsOf(contract);
  const emitted = emitTypes({
    roots: all.flatMap(allRoots),
    definitions: contract.definitions,
    names,
  });
  const distribution = distribute(
    emitted,
    new Map(
      all.map((roots) => [
        own.get(roots.channel)!.file,
        allRoots(roots).map(({ key }) => key),
      ]),
    ),
  );
  const files: GeneratedFile[] = [];
  const channels = all.map((roots): AssembledChannel => {
    const its = own.get(roots.channel)!;
    const scope = new Scope(its.file, emitted, distribution);
    const shared = distribution.shared.get(its.file) ?? [];
    const { errors, ...file } = channelFile(roots, its, shared, names, scope);
    files.push(file);
    return { roots, own: its, errors };
  });
  if (distribution.files.has(SHARED_FILE)) {
    const scope = new Scope(SHARED_FILE, emitted, distribution);
    const texts = scope.declarations();
    const content = [scope.imports.statements().join("\n"), ...texts]
      .map((text) => `${text}\n`)
      .join("\n");
    files.push({ path: `${SHARED_FILE}.ts`, content });
  }
  return { channels, files };
}
