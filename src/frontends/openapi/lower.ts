import { DEFAULT_HISTORY } from "../../contract/history.js";
import type { Channel, Contract } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import type { Fields } from "../../documents/fields.js";
import { dialectOf, type DialectId } from "../../schema/dialect.js";
import { schemaHost } from "../../schema/host.js";
import { createLowering } from "../../schema/lower.js";
import type { Origin } from "../../source/source-file.js";
import { chooseEvents } from "../event-patterns.js";
import { read, type Context } from "./context.js";
import { reportUnread } from "./unread.js";
import { readWebhooks, type Webhook } from "./webhooks.js";
import { lowerWebhook } from "./message.js";

/**
 * The one channel: tags are for documentation, and moving a webhook from one
 * to another should not rename the users' code.
 */
const CHANNEL = "webhooks";

interface Version {
  readonly version: string;
  readonly minor: number;
}

/**
 * The webhooks of OpenAPI 3.1, and what is alike in 3.0 (`x-webhooks`), to the
 * Contract: each is an event that the server publishes.
 *
 * @param patterns `--events`
 */
export function lowerWebhooks(
  documents: Documents,
  diagnostics: Diagnostics,
  { version, minor }: Version,
  patterns: readonly string[],
): Contract | undefined {
  const { file, value } = documents.entry;
  const top: Origin = { file, path: undefined };
  const reading = { documents, diagnostics, version };
  const root = read(value, top, "root", "the document", reading);
  if (!root) return undefined;
  const lowering = createLowering(
    schemaHost(documents, diagnostics),
    dialectAt(root, minor, diagnostics),
  );
  const context: Context = { ...reading, lowering };
  if (minor === 0 && root.has("webhooks")) {
    const target = { ...root.at("webhooks"), part: "key" } as const;
    diagnostics.report("openapi-early-webhooks", target, { version });
  }
  const all = readWebhooks(root, context);
  reportUnread(root, all, diagnostics);
  if (all.length === 0 && !diagnostics.failed) {
    diagnostics.report("openapi-no-webhooks", top, {
      file: file.path.replace(/^.*\//s, ""),
    });
    return undefined;
  }
  const choice = { usual: all, others: [], namesOf };
  const webhooks = chooseEvents(patterns, choice, diagnostics, top);
  const channel: Channel = {
    name: CHANNEL,
    address: CHANNEL,
    parameters: [],
    history: DEFAULT_HISTORY,
    wildcard: false,
    serverToClient: webhooks.map((webhook) => lowerWebhook(webhook, context)),
    clientToServer: [],
    bindings: Object.create(null),
    origin: root.at(root.has("webhooks") ? "webhooks" : "x-webhooks"),
  };
  return {
    ...readInfo(root, context),
    channels: [channel],
    definitions: lowering.definitions,
    bindings: Object.create(null),
  };
}

function namesOf({ name }: Webhook): readonly string[] {
  return [name];
}

function readInfo(
  root: Fields,
  context: Context,
): Pick<Contract, "name" | "version" | "description"> {
  const value = root.value["info"];
  const info =
    value === undefined
      ? undefined
      : read(value, root.at("info"), "info", "info", context);
  const instead = (key: string, used: string): string => {
    const target = { ...(info ?? root).origin, part: "key" } as const;
    const params = { what: `the ${key} of info`, instead: used };
    context.diagnostics.report("openapi-info", target, params);
    return used;
  };
  const description = info?.string("description")?.trim();
  return {
    name: info?.string("title") || instead("title", CHANNEL),
    version: info?.string("version") ?? instead("version", "0.0.0"),
    ...(description !== undefined && { description }),
  };
}

function dialectAt(
  root: Fields,
  minor: number,
  diagnostics: Diagnostics,
): DialectId {
  const usual = minor === 0 ? "openapi-3.0" : "openapi-3.1";
  const uri = root.string("jsonSchemaDialect");
  if (uri === undefined || uri.startsWith("https://spec.openapis.org/oas/")) {
    return usual;
  }
  const dialect = dialectOf(uri);
  if (dialect) return dialect.id;
  const target = root.at("jsonSchemaDialect");
  const params = { uri, dialect: usual };
  diagnostics.report("schema-unknown-dialect", target, params);
  return usual;
}
