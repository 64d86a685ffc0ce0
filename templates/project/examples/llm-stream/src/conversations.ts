/** What was said, in memory: put your database here. */
import type { Turn } from "./model.js";

const conversations = new Map<string, Turn[]>();

export const conversationBook = {
  turns(conversationId: string): readonly Turn[] {
    return conversations.get(conversationId) ?? [];
  },

  add(conversationId: string, ...turns: readonly Turn[]): void {
    const said = conversations.get(conversationId) ?? [];
    conversations.set(conversationId, [...said, ...turns]);
  },
};
