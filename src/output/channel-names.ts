/** The names of one channel in code, given once and kept in the ledger. */
import { keyStep } from "../contract/ledger.js";
import type { Channel } from "../contract/model.js";
import type { Names } from "../typescript/names.js";
import { pascalCase } from "../typescript/words.js";
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
  { name, parameters }: Channel,
  names: Names,
): ChannelNames {
  const key = keyStep(name);
  const base = pascalCase(name, "Channel");
  const type = names.assign(key, `${base}Channel`);
  return {
    file: channelFileName(type),
    type,
    params:
      parameters.length > 0
        ? names.assign(`${key}/parameters`, `${base}Params`)
        : undefined,
    event: names.assign(`${key}/event`, `${base}Event`, undefined, [
      `${base}ChannelEvent`,
    ]),
  };
}
