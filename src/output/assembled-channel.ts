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
import { isAnswered, type ChannelRoots } from "./roots.js";

export interface AssembledChannel {
  readonly roots: ChannelRoots;
  readonly own: ChannelNames;
  /** Names of its typed errors, which are values. */
  readonly errors: readonly string[];
}

export const CHANNEL_TYPES = "./runtime/core/channel-types.js";

export const moduleOf = ({ own }: AssembledChannel): string =>
  `./${own.file}.js`;

/** What an accessor gives, and of what parameters. */
interface Accessor {
  readonly result: string;
  /** Some or all of the parameters may be left out. */
  readonly open?: true;
  readonly description: string;
}

/** How clients get at a channel. */
export function clientAccessors({ roots }: AssembledChannel): Accessor[] {
  const { wildcard, address } = roots.channel;
  const whole: Accessor = {
    result: "ChannelClient",
    description: descriptionOf(roots),
  };
  if (!wildcard) return [whole];
  const description = `Every instance of \`${address}\` that has the parameters given.`;
  return [whole, { result: "ChannelListener", open: true, description }];
}

/** How servers get at a channel to publish, and to ask its clients. */
export function serverAccessors({ roots }: AssembledChannel): Accessor[] {
  const result = asksClients(roots) ? "Requester" : "Publisher";
  return [{ result, description: descriptionOf(roots) }];
}

/** How those get at a channel who publish without a server, and so hear no answers. */
export function publisherAccessors({ roots }: AssembledChannel): Accessor[] {
  return [{ result: "Publisher", description: descriptionOf(roots) }];
}

export const asksClients = ({ events }: ChannelRoots): boolean =>
  events.some(isAnswered);

function descriptionOf({ channel }: ChannelRoots): string {
  return channel.description ?? `\`${channel.address}\``;
}

/** Members that make an instance of a channel from its parameters; several of one channel are overloads. */
export function accessors(
  channels: readonly AssembledChannel[],
  of: (channel: AssembledChannel) => readonly Accessor[],
  imports: Imports,
): string {
  const members = channels.flatMap((channel) => {
    const { own, roots } = channel;
    imports.type(moduleOf(channel), own.type);
    if (own.params) imports.type(moduleOf(channel), own.params);
    return of(channel).map(({ result, open, description }): Member => {
      imports.type(CHANNEL_TYPES, result);
      const params: Doc = own.params
        ? parameter(
            open ? `params?: Partial<${own.params}>` : `params: ${own.params}`,
          )
        : "()";
      const key = memberKey(roots.channel.name);
      return {
        doc: docComment("  ", { description }),
        text: print([key, params, `: ${result}<${own.type}>;`], 1)
          // `block` writes the separator.
          .slice(0, -1),
      };
    });
  });
  return block(members, 0);
}

function parameter(text: string): Doc {
  return group(["(", indent([softline, text, ifBreak(",")]), softline, ")"]);
}

/** `readonly orders: Type<OrdersChannel, …>` for each channel; of several types, all at once. */
export function typedMembers(
  channels: readonly AssembledChannel[],
  types: (channel: AssembledChannel) => readonly string[],
  more: readonly string[],
  imports: Imports,
): string {
  const members = channels.map((channel): Member => {
    const { own, roots } = channel;
    imports.type(moduleOf(channel), own.type);
    const [first = [], ...others] = types(channel).map((type) => {
      imports.type(CHANNEL_TYPES, type);
      return typeWith(type, [own.type, ...more]);
    });
    const doc = [
      `readonly ${memberKey(roots.channel.name)}: `,
      group([first, indent(others.map((other) => [" &", line, other]))]),
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
