/** The files below `src/handlers/`, one for each channel that a client can send to. */
import type { Contract, Message } from "../contract/model.js";
import { channelNames } from "../output/channel-names.js";
import {
  docComment,
  propertyKey,
  stringLiteral,
} from "../typescript/literals.js";
import { variableName, type Names } from "../typescript/names.js";
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

export function handlersViews(
  { channels }: Contract,
  names: Names,
): HandlersView[] {
  const variables = new Set(["handlers"]);
  return channels
    .filter(({ clientToServer }) => clientToServer.length > 0)
    .map((channel) => {
      const { name, clientToServer } = channel;
      // The ledger's names: no other channel moves a file that is the user's.
      const { file, type } = channelNames(channel, names);
      const variable = variableName(type.replace(/Channel$/, ""));
      return {
        variable: uniqueName(variable, variables, ""),
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

function docOf({ summary, description, deprecated }: Message): string {
  return docComment("", { description: summary ?? description, deprecated });
}
