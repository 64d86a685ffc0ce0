import { DEFAULT_HISTORY } from "../../contract/history.js";
import type { Channel, Contract, Message } from "../../contract/model.js";
import { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import { dialectOf, type DialectId } from "../../schema/dialect.js";
import { schemaHost } from "../../schema/host.js";
import { createLowering, type Lowering } from "../../schema/lower.js";
import { isObject, type Json } from "../../source/json.js";
import { at, idOf } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { choose, type ChosenEvent } from "./choose.js";
import { demandsOf } from "./content.js";
import { findEvents } from "./events.js";
import { contractName } from "./names.js";

/**
 * The one channel of a contract that names none. A title or a file's name
 * would be nearer, but would rename the users' types when it is edited.
 */
const CHANNEL = "events";

/**
 * A JSON Schema to the Contract: one channel, on which the server publishes
 * the events that the file describes.
 *
 * @param patterns `--events`
 */
export function lowerJsonSchema(
  documents: Documents,
  diagnostics: Diagnostics,
  patterns: readonly string[],
): Contract | undefined {
  const { file, value } = documents.entry;
  const top: Origin = { file, path: undefined };
  const events = choose(findEvents(documents), patterns, top, diagnostics);
  if (events.length === 0) return undefined;
  const lowering = createLowering(
    schemaHost(documents, diagnostics),
    dialectAt(value, top, documents, diagnostics),
  );
  const description = isObject(value) ? value["description"] : undefined;
  const channel: Channel = {
    name: CHANNEL,
    address: CHANNEL,
    parameters: [],
    history: DEFAULT_HISTORY,
    wildcard: false,
    serverToClient: events.map((event) =>
      lowerEvent(event, lowering, documents),
    ),
    clientToServer: [],
    bindings: Object.create(null),
    origin: top,
  };
  return {
    name: contractName(value, file),
    version: "0.0.0",
    ...(typeof description === "string" && { description }),
    channels: [channel],
    definitions: lowering.definitions,
    bindings: Object.create(null),
  };
}

/** Its payload is a type of its own, which other events may refer to. */
function lowerEvent(
  { message, schema: { name, value, origin } }: ChosenEvent,
  lowering: Lowering,
  documents: Documents,
): Message {
  const own = { value, origin, id: idOf(origin) };
  // A definition that only refers is a name for what it leads to.
  const found = isReference(value) && documents.follow(value, origin);
  const to = lowering.define({ ...(found || own), name: message });
  const notes = lowering.definitions.get(to)?.schema.notes ?? {};
  const { title, deprecated } = notes;
  const summary = title === name ? undefined : title;
  // What stands beside a `$ref` is nearer to the event.
  const beside = isObject(value) ? value["description"] : undefined;
  const description = typeof beside === "string" ? beside : notes.description;
  return {
    name: message,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    payload: { checks: [{ kind: "reference", to }], notes: {}, origin },
    scopes: [],
    errors: [],
    ephemeral: false,
    examples: [],
    bindings: Object.create(null),
    origin,
  };
}

function isReference(value: Json): boolean {
  if (!isObject(value)) return false;
  const demands = demandsOf(value);
  return demands.length === 1 && demands[0] === "$ref";
}

/** Of the whole file; schemas inside may have a `$schema` of their own. */
function dialectAt(
  value: Json,
  top: Origin,
  documents: Documents,
  diagnostics: Diagnostics,
): DialectId {
  if (!isObject(value)) return "2020-12";
  const { $schema: uri } = value;
  // What says nothing is read as the draft that has its keyword.
  const usual = "definitions" in value ? "draft-07" : "2020-12";
  if (typeof uri !== "string") return usual;
  const dialect = dialectOf(uri);
  if (dialect) return dialect.id;
  const from = at(top, "$schema");
  // A metaschema among the documents is for the lowering to make out.
  if (!documents.resolve(uri, from, new Diagnostics())) {
    const params = { uri, dialect: usual };
    diagnostics.report("schema-unknown-dialect", from, params);
  }
  return usual;
}
