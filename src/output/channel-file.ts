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
import type { Names } from "../typescript/names.js";
import { block, type Member } from "./block.js";
import type { ChannelNames } from "./channel-names.js";
import { channelSpec } from "./channel-spec.js";
import { SHARED_FILE } from "./distribute.js";
import { errorsView, type ErrorsView } from "./errors-view.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { braced } from "./imports.js";
import {
  isAnswered,
  isStreamed,
  type ChannelRoots,
  type MessageRoots,
} from "./roots.js";
import type { Scope } from "./scope.js";

interface ChannelView {
  readonly imports: readonly string[];
  readonly reexports: readonly string[];
  readonly declarations: readonly string[];
  readonly errors: readonly ErrorsView[];
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

export interface ChannelFile extends GeneratedFile {
  /** Names of the typed errors, which are values. */
  readonly errors: readonly string[];
}

/** @param shared declarations of the shared file that the channel reaches */
export function channelFile(
  roots: ChannelRoots,
  own: ChannelNames,
  shared: readonly Declaration[],
  names: Names,
  scope: Scope,
): ChannelFile {
  const { channel, events, commands, snapshot } = roots;
  const errors = new Map<MessageRoots, ErrorsView>();
  for (const command of commands) {
    if (command.errors.length > 0) {
      errors.set(command, errorsView(command, names, scope));
    }
  }
  const declarations = scope.declarations();
  const spec = channelSpec(own.type, roots, errors, scope);
  scope.imports
    .type("./runtime/core/channel-types.js", "EventOf")
    .type("./runtime/core/spec.js", "ChannelSpec");
  if (errors.size > 0) {
    scope.imports
      .value("./runtime/core/errors.js", "applicationErrors")
      .type("./runtime/core/errors.js", "ErrorOf");
  }
  const headers = [...events, ...commands].flatMap(({ message, headers }) =>
    headers ? [typed(message.name, scope.typeOf(headers))] : [],
  );
  const content = render({
    imports: scope.imports.statements(),
    reexports: reexports(shared),
    declarations,
    errors: [...errors.values()],
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
  });
  return {
    path: `${own.file}.ts`,
    content,
    errors: [...errors.values()].map(({ name }) => name),
  };
}

function reexports(shared: readonly Declaration[]): string[] {
  if (shared.length === 0) return [];
  const specifiers = shared.flatMap(({ declared, schema }) => [
    ...declared.map((name) => `type ${name}`),
    schema,
  ]);
  return [braced("export", specifiers, `./${SHARED_FILE}.js`)];
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
