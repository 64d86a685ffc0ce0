/** The `servers` of a generated client: where the schema says that it is served. */
import type { Contract, Server } from "../contract/model.js";
import { print } from "../typescript/layout.js";
import {
  docComment,
  propertyKey,
  stringLiteral,
} from "../typescript/literals.js";
import { property } from "./block.js";

/** What a client over HTTP or WebSocket takes as its `url`. */
const REACHABLE = /^(?:http|ws)s?:\/\/[^{}]+$/i;

/** A statement; `undefined` where the schema names no server that a client could take as it is. */
export function serversConstant({
  servers = [],
}: Contract): string | undefined {
  const members = servers.filter(({ url }) => REACHABLE.test(url)).map(member);
  return members.length === 0
    ? undefined
    : `export const servers = {\n${members.join("")}} as const;`;
}

function member({ name, url, description }: Server): string {
  const doc = docComment("  ", { description });
  const text = print([property(propertyKey(name), stringLiteral(url)), ","], 1);
  return `${doc}  ${text}\n`;
}
