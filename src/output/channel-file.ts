/** The file of one channel: every decision of `templates/shared/channel.ts.hbs`. */
import type { Channel, Message } from "../contract/model.js";
import { template } from "../render/render.js";
import type { Declaration } from "../typescript/emit.js";
import { print, value } from "../typescript/layout.js";
import {
  docComment,
  memberKey,
  stringLiteral,
} from "../typescript/literals.js";
import { block, type Member } from "./block.js";
import type { ChannelNames } from "./channel-names.js";
import { channelSpec } from "./channel-spec.js";
import { SHARED_FILE } from "./distribute.js";
import type { ErrorsView } from "./errors-view.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { braced, seenFrom } from "./imports.js";
import {
  isAnswered,
  isStreamed,
  type ChannelRoots,
  type MessageRoots,
} from "./roots.js";
import type { Scope } from "./scope.js";

interface ChannelView {
  readonly imports: readonly string[];
  /** Empty where there are none. */
  readonly reexports: string;
  readonly declarations: readonly string[];
  readonly doc: string;
  readonly typeName: string;
  readonly eventDeclaration: string;
  readonly paramsDeclaration: string;
  readonly name: string;
  readonly params: string;
  readonly events: string;
  readonly commands: string;
  /** Empty where there are none. */
  readonly streams: string;
  readonly replies: string;
  readonly headers: string;
  readonly snapshot: string;
  readonly spec: string;
}

const render = template<ChannelView>("shared/channel.ts.hbs");

/** What a channel's file gives though it stands elsewhere. */
export interface Reexported {
  /** Declarations of the file that channels share. */
  readonly shared: readonly Declaration[];
  /** Files of which it gives all. */
  readonly parts: readonly string[];
}

export function channelFile(
  roots: ChannelRoots,
  own: ChannelNames,
  errors: ReadonlyMap<MessageRoots, ErrorsView>,
  reexported: Reexported,
  scope: Scope,
): GeneratedFile {
  const { channel, events, commands, snapshot } = roots;
  const declarations = scope.declarations();
  const spec = channelSpec(own.type, roots, errors, scope);
  scope.imports
    .type("./runtime/core/channel-types.js", "EventOf")
    .type("./runtime/core/spec.js", "ChannelSpec");
  const headers = [...events, ...commands].flatMap(({ message, headers }) =>
    headers ? [typed(message.name, scope.typeOf(headers))] : [],
  );
  const content = render({
    reexports: reexports(reexported, own.file),
    declarations,
    doc: docComment("", { description: describe(channel) }),
    typeName: own.type,
    eventDeclaration: print([
      `export type ${own.event} =`,
      value(`EventOf<${own.type}>`),
      ";",
    ]),
    paramsDeclaration: own.params ? paramsType(own.params, roots, scope) : "",
    name: stringLiteral(channel.name),
    params: own.params ?? "{}",
    events: block(
      events.map(({ message, payload }) =>
        typed(message.name, scope.typeOf(payload), docOf(message)),
      ),
      1,
    ),
    commands: block(
      commands
        .filter((command) => !isStreamed(command))
        .map((command) => commandType(command, scope)),
      1,
    ),
    streams: blockOfSome(
      commands.filter(isStreamed).map((command) => commandType(command, scope)),
    ),
    replies: blockOfSome(
      events
        .filter(isAnswered)
        .map(({ message, reply }) => typed(message.name, scope.typeOf(reply!))),
    ),
    headers: block(headers, 1),
    snapshot: snapshot ? scope.typeOf(snapshot) : "never",
    spec,
    // Last: to name a type is to import it.
    imports: scope.imports.statements(),
  });
  return { path: `${own.file}.ts`, content };
}

/** One text, for no line is empty between them. */
function reexports({ shared, parts }: Reexported, file: string): string {
  const specifiers = shared.flatMap(({ declared, schema }) => [
    ...declared.map((name) => `type ${name}`),
    schema,
  ]);
  const statements = parts.map(
    (part) => `export * from "${seenFrom(file, `${part}.js`)}";`,
  );
  if (specifiers.length > 0)
    statements.push(braced("export", specifiers, `./${SHARED_FILE}.js`));
  return statements.join("\n");
}

function describe({ address, description }: Channel): string {
  return [`Channel \`${address}\`.`, description].filter(Boolean).join(" ");
}

function paramsType(
  name: string,
  { channel, parameters }: ChannelRoots,
  scope: Scope,
): string {
  const members = parameters.map(({ name: parameter, root }, i) =>
    typed(
      parameter,
      scope.typeOf(root),
      docComment("  ", { description: channel.parameters[i]!.description }),
    ),
  );
  return `export interface ${name} ${block(members, 0)}`;
}

function commandType(
  { message, payload, reply }: MessageRoots,
  scope: Scope,
): Member {
  const members: Member[] = [
    { text: `data: ${scope.typeOf(payload)}` },
    {
      text: `${message.reply?.stream ? "part" : "reply"}: ${reply ? scope.typeOf(reply) : "void"}`,
    },
  ];
  return typed(message.name, block(members, 2), docOf(message));
}

/** A member of the channel's type; empty where it would be. */
function blockOfSome(members: readonly Member[]): string {
  return members.length > 0 ? block(members, 1) : "";
}

function docOf({ summary, deprecated }: Message): string {
  return docComment("    ", { description: summary, deprecated });
}

function typed(name: string, type: string, doc = ""): Member {
  return { doc, text: `${memberKey(name)}: ${type}` };
}
