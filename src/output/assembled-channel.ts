/** One channel, as the files that put all channels together see it. */
import {
  group,
  ifBreak,
  indent,
  join,
  line,
  print,
  softline,
  type Doc,
} from "../typescript/layout.js";
import { docComment, memberKey } from "../typescript/literals.js";
import { block, type Member } from "./block.js";
import type { ChannelNames } from "./channel-names.js";
import { braced, type Imports } from "./imports.js";
import type { ChannelRoots } from "./roots.js";

export interface AssembledChannel {
  readonly roots: ChannelRoots;
  readonly own: ChannelNames;
  /** Names of its typed errors, which are values. */
  readonly errors: readonly string[];
}

export const CHANNEL_TYPES = "./runtime/core/channel-types.js";

export const moduleOf = ({ own }: AssembledChannel): string =>
  `./${own.file}.js`;

/** Members that make an instance of a channel from its parameters. */
export function accessors(
  channels: readonly AssembledChannel[],
  result: "ChannelClient" | "Publisher",
  imports: Imports,
): string {
  if (channels.length > 0) imports.type(CHANNEL_TYPES, result);
  const members = channels.map((channel): Member => {
    const { own, roots } = channel;
    const { name, description, address } = roots.channel;
    imports.type(moduleOf(channel), own.type);
    if (own.params) imports.type(moduleOf(channel), own.params);
    const params: Doc = own.params
      ? group([
          "(",
          indent([softline, `params: ${own.params}`, ifBreak(",")]),
          softline,
          ")",
        ])
      : "()";
    return {
      doc: docComment("  ", { description: description ?? `\`${address}\`` }),
      text: print([memberKey(name), params, `: ${result}<${own.type}>;`], 1)
        // `block` writes the separator.
        .slice(0, -1),
    };
  });
  return block(members, 0);
}

/** `readonly orders: Type<OrdersChannel, …>` for each channel. */
export function typedMembers(
  channels: readonly AssembledChannel[],
  type: string,
  more: readonly string[],
  imports: Imports,
): string {
  if (channels.length > 0) imports.type(CHANNEL_TYPES, type);
  const members = channels.map((channel): Member => {
    const { own, roots } = channel;
    imports.type(moduleOf(channel), own.type);
    const doc = [
      `readonly ${memberKey(roots.channel.name)}: `,
      typeWith(type, [own.type, ...more]),
      ";",
    ];
    return { text: print(doc, 1).slice(0, -1) };
  });
  return block(members, 0);
}

function typeWith(name: string, args: readonly string[]): Doc {
  return group([
    `${name}<`,
    indent([softline, join([",", line], args)]),
    softline,
    ">",
  ]);
}

/** What a barrel gives of every channel: all types, and the typed errors. */
export function barrel(
  channels: readonly AssembledChannel[],
  runtimeErrors: readonly string[],
): string[] {
  return [
    ...channels.map((channel) => `export type * from "${moduleOf(channel)}";`),
    ...channels.flatMap((channel) =>
      channel.errors.length > 0
        ? [braced("export", channel.errors, moduleOf(channel))]
        : [],
    ),
    braced("export", [...runtimeErrors].sort(), "./runtime/core/errors.js"),
  ];
}
