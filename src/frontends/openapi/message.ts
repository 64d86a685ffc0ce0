import type { Message } from "../../contract/model.js";
import { readBody } from "./body.js";
import type { Context } from "./context.js";
import { lowerHeaders } from "./parameters.js";
import type { Webhook } from "./webhooks.js";

export function lowerWebhook(webhook: Webhook, context: Context): Message {
  const { name, operation, item, origin } = webhook;
  const text = (key: string): string | undefined =>
    (operation.string(key) ?? item.string(key))?.trim() || undefined;
  const summary = text("summary");
  const description = text("description");
  const deprecated = operation.boolean("deprecated");
  const headers = lowerHeaders(webhook, context);
  return {
    name,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    ...readBody(webhook, context),
    ...(headers && { headers }),
    scopes: [],
    errors: [],
    ephemeral: false,
    bindings: Object.create(null),
    origin,
  };
}
