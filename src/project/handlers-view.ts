/** The files below `src/handlers/`, one for each channel that a client can send to. */
import type { Contract, Message } from "../contract/model.js";
import {
  docComment,
  propertyKey,
  stringLiteral,
} from "../typescript/literals.js";
import { camelCase, words } from "../typescript/names.js";
import { uniqueName } from "./unique-name.js";

export interface HandlersView {
  readonly variable: string;
  /** The channel's name, as a string literal. */
  readonly key: string;
  /** The channel's name, as a property of an object. */
  readonly property: string;
  /** File in `src/handlers/`, without its extension. */
  readonly file: string;
  /** How the index imports it. */
  readonly module: string;
  readonly messages: readonly {
    readonly doc: string;
    readonly key: string;
    readonly name: string;
    /** Answered in parts: a generator. */
    readonly streams: boolean;
  }[];
}

export function handlersViews({ channels }: Contract): HandlersView[] {
  const files = new Set(["index", "not-implemented"]);
  const variables = new Set(["handlers"]);
  return channels
    .filter(({ clientToServer }) => clientToServer.length > 0)
    .map(({ name, clientToServer }) => {
      const file = uniqueName(fileName(name), files, "-");
      return {
        variable: uniqueName(camelCase(name), variables, ""),
        key: stringLiteral(name),
        property: propertyKey(name),
        file,
        module: stringLiteral(`./${file}.js`),
        messages: clientToServer.map((message) => ({
          doc: docOf(message),
          key: propertyKey(message.name),
          name: stringLiteral(message.name),
          streams: message.reply?.stream === true,
        })),
      };
    });
}

/** Short, lower case, and the same on every disk. */
function fileName(channel: string): string {
  const kebab = words(channel)
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  // Windows keeps some names for its devices.
  return /^(?:|con|prn|aux|nul|(?:com|lpt)\d)$/.test(kebab)
    ? `${kebab}channel`
    : kebab;
}

function docOf({ summary, description, deprecated }: Message): string {
  return docComment("", { description: summary ?? description, deprecated });
}
