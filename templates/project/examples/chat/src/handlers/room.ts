import { mutedUntil } from "../mutes.js";
import { MessagePostError, type Handlers } from "../realtime/server.js";
import type { Identity } from "../realtime.setup.js";

export const room: Handlers<Identity>["room"] = {
  "message.post": async ({ text }, { identity, params, channels }) => {
    const until = mutedUntil(identity.id);
    if (until !== undefined) {
      throw new MessagePostError.Muted({ until: until.toISOString() });
    }
    const message = {
      id: crypto.randomUUID(),
      author: identity.id,
      text,
      at: new Date().toISOString(),
    };
    await channels.room(params).publish("message.posted", message);
    return message;
  },

  "topic.set": async ({ topic }, { identity, params, channels }) => {
    const by = identity.id;
    await channels.room(params).publish("topic.changed", { topic, by });
  },
};
