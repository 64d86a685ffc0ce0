import { isObject, type Json } from "../../../source/json.js";
import { isList } from "../../../documents/fields.js";
import { at } from "../../../source/path.js";
import type { Origin } from "../../../source/source-file.js";
import type { Item } from "../aside.js";
import type { Context } from "../context.js";
import type { MessageEntry } from "../entries.js";
import { readMessageLayers } from "../traits.js";
import { componentKeyOf, messageNameOf } from "./message-name.js";

/** The messages of a 2.x channel, each once, whichever ways it goes. */
export class ChannelMessages {
  readonly list: MessageEntry[] = [];
  readonly #address: string;
  readonly #context: Context;
  readonly #byTarget = new Map<string, MessageEntry>();

  constructor(address: string, context: Context) {
    this.#address = address;
    this.#context = context;
  }

  /** Those that a Message Object, or a `oneOf` of such, stands for. */
  read(
    value: Json,
    origin: Origin,
    operationId: string | undefined,
  ): readonly MessageEntry[] {
    const alternatives = this.#alternatives(value, origin);
    const name = alternatives.length === 1 ? operationId : undefined;
    const entries = alternatives.flatMap(
      ({ value, origin }) => this.#entry(value, origin, name) ?? [],
    );
    return [...new Set(entries)];
  }

  /** A `oneOf` may stand behind a `$ref`, and in another one. */
  #alternatives(value: Json, origin: Origin): readonly Item[] {
    const alternatives: Item[] = [];
    const seen = new Set<string>();
    // The next one is the last: documents can be deeper than the stack.
    const todo: Item[] = [{ value, origin }];
    for (let item = todo.pop(); item; item = todo.pop()) {
      const { documents } = this.#context;
      const found = documents.follow(item.value, item.origin);
      if (!found || seen.has(found.id)) continue;
      seen.add(found.id);
      const oneOf = this.#oneOf(found);
      if (oneOf) todo.push(...oneOf.toReversed());
      else alternatives.push(item);
    }
    return alternatives;
  }

  /** `undefined`: it is a message itself. */
  #oneOf({ value, origin }: Item): readonly Item[] | undefined {
    const { oneOf, ...beside } = isObject(value) ? value : {};
    if (!isList(oneOf)) return undefined;
    for (const key of Object.keys(beside)) {
      if (key.startsWith("x-")) continue;
      const target = { ...at(origin, key), part: "key" } as const;
      this.#context.warnings.once("asyncapi-beside-one-of", target, { key });
    }
    const place = at(origin, "oneOf");
    return oneOf.map((one, i) => ({ value: one, origin: at(place, i) }));
  }

  /** `undefined`: it is no object, which was reported. */
  #entry(
    value: Json,
    origin: Origin,
    operationId: string | undefined,
  ): MessageEntry | undefined {
    const context = this.#context;
    const found = context.documents.follow(value, origin);
    if (!found) return undefined;
    const target = found.id;
    const known = this.#byTarget.get(target);
    if (known) return known;
    const key = componentKeyOf(value, origin, context);
    const called = key ?? calledItself(found.value);
    const what =
      called === undefined
        ? `the message of channel "${this.#address}"`
        : `message "${called}"`;
    const layers = readMessageLayers(value, origin, what, context);
    if (!layers) return undefined;
    const address = this.#address;
    const hints = { key, operationId, address };
    const name = messageNameOf(layers, hints, context);
    const entry = { name, value, origin, target, layers };
    this.#byTarget.set(target, entry);
    this.list.push(entry);
    return entry;
  }
}

/** For diagnostics, before its traits are known. */
function calledItself(message: Json): string | undefined {
  if (!isObject(message)) return undefined;
  const { messageId, name } = message;
  return [messageId, name].find((text) => typeof text === "string");
}
