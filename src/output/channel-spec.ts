/** What the runtime knows of a channel, as an object literal. */
import type {
  ChannelSpec,
  CommandSpec,
  EventSpec,
} from "../../templates/runtime/core/spec.js";
import { docOf, list } from "../typescript/code.js";
import { print, value, type Doc } from "../typescript/layout.js";
import { propertyKey, stringLiteral } from "../typescript/literals.js";
import { objectLiteral, property } from "./block.js";
import type { ErrorsView } from "./errors-view.js";
import { isStreamed, type ChannelRoots, type MessageRoots } from "./roots.js";
import type { Scope } from "./scope.js";

/** The members that generated code gives; the runtime's type is the contract. */
type Key<T> = keyof Required<T> & string;

const member = <T>(key: Key<T>, what: Doc): Doc => property(key, what);

/** The declaration of a constant with what the runtime knows of the channel. */
export function channelSpec(
  name: string,
  { channel, parameters, snapshot, events, commands }: ChannelRoots,
  errors: ReadonlyMap<MessageRoots, ErrorsView>,
  scope: Scope,
): string {
  const spec = member<ChannelSpec>;
  const { history } = channel;
  const members = [
    spec("name", stringLiteral(channel.name)),
    spec("address", stringLiteral(channel.address)),
    spec(
      "params",
      objectLiteral(
        parameters.map(({ name, root }) => entry(name, scope.checkOf(root))),
      ),
    ),
    ...(channel.wildcard ? [spec("wildcard", "true")] : []),
    spec(
      "history",
      history.kind === "none"
        ? '"none"'
        : objectLiteral([
            property("maxEvents", String(history.maxEvents)),
            property("maxAgeMs", String(history.maxAgeMs)),
          ]),
    ),
    ...(snapshot ? [spec("snapshot", scope.checkOf(snapshot))] : []),
    spec(
      "serverToClient",
      objectLiteral(
        events.map((event) =>
          entry(event.message.name, objectLiteral(eventSpec(event, scope))),
        ),
      ),
    ),
    spec(
      "clientToServer",
      objectLiteral(
        commands.map((command) =>
          entry(
            command.message.name,
            objectLiteral(commandSpec(command, errors.get(command), scope)),
          ),
        ),
      ),
    ),
  ];
  const head = `export const ${name}: ChannelSpec =`;
  return print([head, value(objectLiteral(members)), ";"]);
}

function eventSpec(
  { message, payload, headers, reply }: MessageRoots,
  scope: Scope,
): Doc[] {
  const spec = member<EventSpec>;
  const { key, latestBy, ephemeral } = message;
  return [
    spec("check", scope.checkOf(payload)),
    ...(headers ? [spec("headers", scope.checkOf(headers))] : []),
    ...(key !== undefined ? [spec("key", stringLiteral(key))] : []),
    ...(latestBy !== undefined
      ? [spec("latestBy", stringLiteral(latestBy))]
      : []),
    ...(ephemeral ? [spec("ephemeral", "true")] : []),
    ...(reply ? [spec("reply", scope.checkOf(reply))] : []),
  ];
}

function commandSpec(
  command: MessageRoots,
  errors: ErrorsView | undefined,
  scope: Scope,
): Doc[] {
  const spec = member<CommandSpec>;
  const { message, payload, headers, reply } = command;
  const members = [spec("check", scope.checkOf(payload))];
  if (headers) members.push(spec("headers", scope.checkOf(headers)));
  if (reply) members.push(spec("reply", scope.checkOf(reply)));
  if (isStreamed(command)) members.push(spec("stream", "true"));
  if (errors) {
    const cases = errors.cases.map(({ code, className, root }) =>
      entry(
        code,
        objectLiteral([
          property("check", scope.checkOf(root)),
          property(
            "error",
            `${scope.valueIn(errors.file, errors.name)}.${className}`,
          ),
        ]),
      ),
    );
    members.push(spec("errors", objectLiteral(cases)));
  }
  if (message.scopes.length > 0) {
    const scopes = list(message.scopes.map(stringLiteral));
    members.push(spec("scopes", docOf(scopes)));
  }
  return members;
}

const entry = (name: string, what: Doc): Doc =>
  property(propertyKey(name), what);
