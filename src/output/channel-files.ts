/** The files of all channels, and of what several of them share. */
import type { Contract } from "../contract/model.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { emitTypes, type Emitted } from "../typescript/emit.js";
import { nameTypes } from "../typescript/name-types.js";
import type { Names } from "../typescript/names.js";
import type { AssembledChannel } from "./assembled-channel.js";
import { channelFile } from "./channel-file.js";
import { channelNames, type ChannelNames } from "./channel-names.js";
import {
  distribute,
  SHARED_FILE,
  type ChannelOwner,
  type Distribution,
} from "./distribute.js";
import { declareErrors } from "./errors-view.js";
import { messageFileName } from "./file-names.js";
import {
  allRoots,
  messageRoots,
  ownRoots,
  rootsOf,
  type ChannelRoots,
  type MessageRoots,
  type Root,
} from "./roots.js";
import { Scope } from "./scope.js";
import { typesFile } from "./types-file.js";

export interface ChannelFiles {
  readonly channels: readonly AssembledChannel[];
  readonly files: readonly GeneratedFile[];
}

/** @param splitPast how long a channel's file may be, as {@link distribute} counts it */
export function channelFiles(
  contract: Contract,
  names: Names,
  splitPast?: number,
): ChannelFiles {
  const all = rootsOf(contract);
  const types = {
    roots: all.flatMap(allRoots),
    definitions: contract.definitions,
    names,
  };
  // What the schema names comes before what is named after it.
  nameTypes(types);
  const named = all.map((roots) => ({
    roots,
    own: channelNames(roots.channel, names),
  }));
  const emitted = emitTypes(types);
  const owners = named.map(({ roots, own }) => ownerOf(roots, own, emitted));
  const distribution = distribute(emitted, owners, splitPast);
  const made = named.map(({ roots, own }) =>
    filesOf(roots, own, { names, emitted, distribution }),
  );
  const files = made.flatMap(({ files }) => files);
  if (distribution.files.has(SHARED_FILE)) {
    files.push(typesFile(new Scope(SHARED_FILE, emitted, distribution)));
  }
  return { channels: made.map(({ channel }) => channel), files };
}

/** Where a message's own types stand in a channel that is split. */
function partOf(
  { file }: ChannelNames,
  { payload }: MessageRoots,
  { byId }: Emitted,
): string {
  return `${file}/${messageFileName(byId.get(payload.key)!.name)}`;
}

function ownerOf(
  roots: ChannelRoots,
  own: ChannelNames,
  emitted: Emitted,
): ChannelOwner {
  const ids = (roots: readonly Root[]): string[] =>
    roots.map(({ key }) => emitted.byId.get(key)!.id);
  return {
    file: own.file,
    roots: ids(ownRoots(roots)),
    messages: [...roots.events, ...roots.commands].map((message) => ({
      file: partOf(own, message, emitted),
      roots: ids(messageRoots(message)),
    })),
  };
}

interface Context {
  readonly names: Names;
  readonly emitted: Emitted;
  readonly distribution: Distribution;
}

function filesOf(
  roots: ChannelRoots,
  own: ChannelNames,
  { names, emitted, distribution }: Context,
): { channel: AssembledChannel; files: GeneratedFile[] } {
  const scopes = new Map<string, Scope>();
  const scopeOf = (file: string): Scope => {
    let scope = scopes.get(file);
    if (!scope) {
      scope = new Scope(file, emitted, distribution);
      scopes.set(file, scope);
    }
    return scope;
  };
  const parts = distribution.split.get(own.file);
  parts?.forEach(scopeOf);
  const errors = new Map(
    roots.commands
      .filter((command) => command.errors.length > 0)
      .map((command) => {
        const home = parts ? partOf(own, command, emitted) : own.file;
        return [command, declareErrors(command, names, scopeOf(home))];
      }),
  );
  const beside = [...scopes.values()].filter(({ file }) => file !== own.file);
  const shared = distribution.shared.get(own.file) ?? [];
  const reexported = { shared, parts: beside.map(({ file }) => file) };
  return {
    channel: {
      roots,
      own,
      errors: [...errors.values()].map(({ name }) => name),
    },
    files: [
      channelFile(roots, own, errors, reexported, scopeOf(own.file)),
      ...beside.map(typesFile),
    ],
  };
}
