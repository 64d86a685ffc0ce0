import type { Assertion } from "../../contract/assertion.js";
import type { Example, Message } from "../../contract/model.js";
import { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Entry, Fields } from "../../documents/fields.js";
import { isObject } from "../../source/json.js";
import { at } from "../../source/path.js";
import { read, type Context } from "./context.js";
import type { Webhook } from "./webhooks.js";

/** What a webhook's request carries. */
export function readBody(
  webhook: Webhook,
  context: Context,
): Pick<Message, "payload" | "examples"> {
  const { operation, what, origin } = webhook;
  const { diagnostics, lowering } = context;
  const value = operation.value["requestBody"];
  const place = operation.at("requestBody");
  const body =
    value === undefined
      ? undefined
      : read(value, place, "requestBody", `the request of ${what}`, context);
  const media = body && readMedia(body, webhook, context);
  const schema = media?.value["schema"];
  if (!media || schema === undefined) {
    // What could not be read was reported as such.
    if (value === undefined || body) {
      const target = { ...(body ?? operation).origin, part: "key" } as const;
      diagnostics.report("openapi-no-schema", target, { webhook: what });
    }
    const payload: Assertion = { checks: [], notes: {}, origin };
    return { payload, examples: media ? readExamples(media, context) : [] };
  }
  return {
    payload: lowering.lower(schema, media.at("schema")),
    examples: readExamples(media, context),
  };
}

/** The request as JSON; in another form, if it has no such. */
function readMedia(
  body: Fields,
  { what }: Webhook,
  context: Context,
): Fields | undefined {
  const entries = body.entries("content");
  const entry =
    entries.find(({ name }) => isJson(name)) ??
    entries.find(({ name }) => /^(\*|application)\/\*$/.test(name.trim())) ??
    entries[0];
  if (!entry) return undefined;
  const media = readMediaType(entry, what, context);
  if (media && !isJson(entry.name) && !entry.name.includes("*")) {
    const target = { ...entry.origin, part: "key" } as const;
    const params = { webhook: what, contentType: entry.name };
    context.diagnostics.report("openapi-content-type", target, params);
  }
  return media;
}

function readMediaType(
  { value, origin }: Entry,
  what: string,
  context: Context,
): Fields | undefined {
  return read(value, origin, "mediaType", `the content of ${what}`, context);
}

function isJson(contentType: string): boolean {
  return /^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(
    contentType.trim(),
  );
}

/** One under `example`, or several under `examples`, maybe by `$ref`. */
function readExamples(
  media: Fields,
  { documents, diagnostics }: Context,
): readonly Example[] {
  const { example } = media.value;
  if (example !== undefined) {
    return [{ value: example, origin: media.at("example") }];
  }
  return media.entries("examples").flatMap(({ value, origin }): Example[] => {
    // No code depends on an example: what leads nowhere is left out.
    const attempt = new Diagnostics();
    const found = documents.follow(value, origin, attempt);
    for (const { target, message } of attempt.list) {
      const params = { what: "an example", problem: message };
      diagnostics.report("openapi-left-out", target, params);
    }
    if (!found || !isObject(found.value)) return [];
    const data = found.value["value"];
    if (data === undefined) return [];
    return [{ value: data, origin: at(found.origin, "value") }];
  });
}
