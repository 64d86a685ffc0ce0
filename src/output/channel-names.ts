/** The names of one channel in code, given once and kept in the ledger. */
import type { Channel } from "../contract/model.js";
import { pascalCase, type Names } from "../typescript/names.js";
import { channelFileName } from "./file-names.js";

export interface ChannelNames {
  /** File name without extension. */
  readonly file: string;
  /** The interface for both ends, and the value for the runtime. */
  readonly type: string;
  /** The type of the parameters; absent where there are none. */
  readonly params: string | undefined;
  /** The union that `events()` yields. */
  readonly event: string;
}

export function channelNames(
  channels: readonly Channel[],
  names: Names,
): ReadonlyMap<Channel, ChannelNames> {
  const result = new Map<Channel, ChannelNames>();
  const files = new Set<string>();
  for (const channel of channels) {
    const base = pascalCase(channel.name, "Channel");
    const type = names.assign(channel.name, `${base}Channel`);
    const stem = type.replace(/Channel(?=_?\d*$)/, "");
    const wanted = channelFileName(stem === "" ? type : stem);
    let file = wanted;
    for (let n = 2; files.has(file); n++) file = `${wanted}-${n}`;
    files.add(file);
    result.set(channel, {
      file,
      type,
      params:
        channel.parameters.length > 0
          ? names.assign(`${channel.name}/parameters`, `${base}Params`)
          : undefined,
      event: names.assign(`${channel.name}/event`, `${base}Event`),
    });
  }
  return result;
}
