import { conversationBook } from "../conversations.js";
import { generate, type Turn } from "../model.js";
import { QuestionAskError, type Handlers } from "../realtime/server.js";
import type { Identity } from "../realtime.setup.js";

const MAX_QUESTIONS = 100;

export const conversations: Handlers<Identity>["conversations"] = {
  // A generator: each part goes out when the reader has room for it.
  async *"question.ask"({ text }, { id, params, signal, channels }) {
    const { conversationId } = params;
    const turns = conversationBook.turns(conversationId);
    if (turns.length >= 2 * MAX_QUESTIONS) {
      const maxQuestions = MAX_QUESTIONS;
      throw new QuestionAskError.ConversationFull({ maxQuestions });
    }
    const conversation = channels.conversations(params);
    const at = new Date().toISOString();
    await conversation.publish("question.asked", { id, text, at });

    const question: Turn = { role: "user", text };
    let answer = "";
    let isComplete = false;
    try {
      for await (const token of generate([...turns, question], signal)) {
        answer += token;
        yield { token };
      }
      isComplete = true;
    } finally {
      // Also where the reader has cancelled: what was said was said.
      const other = signal.aborted ? "cancelled" : "failed";
      const finish = isComplete ? "complete" : other;
      const reply: Turn = { role: "assistant", text: answer };
      conversationBook.add(conversationId, question, reply);
      const finished = { questionId: id, text: answer, finish } as const;
      await conversation.publish("answer.finished", finished);
    }
  },
};
