/** Messages that wait for their answers: sent again on every new socket. */
import type { Inbound, Outcome, Part } from "../core/protocol.js";
import { STREAM_WINDOW } from "./protocol.js";
import type { HearPart } from "../client/transport.js";

/** Room is made for so many parts at a time. */
const MORE = STREAM_WINDOW / 2;

interface Exchange {
  readonly text: string;
  readonly hear: HearPart | undefined;
  /** A part has come: the others can come on the same socket only. */
  begun: boolean;
  /** Parts that the consumer is done with. */
  handled: number;
  readonly answer: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

export interface Exchanges {
  /** As `Transport.send` has it; kept while there is no socket. */
  send(
    message: Inbound,
    signal: AbortSignal,
    hear?: HearPart,
  ): Promise<Outcome>;
  readonly size: number;
  /** There is a new socket. */
  resend(): void;
  /** Something came on it. */
  alive(): void;
  part(part: Part): void;
  reply(outcome: Outcome): void;
  /** It is gone; `forGood` where there will be no other. */
  lost(error: unknown, forGood: boolean): void;
}

/** What is written while there is no socket goes nowhere. */
export function createExchanges(
  write: (text: string) => void,
  control: (name: string, data: object) => void,
): Exchanges {
  const all = new Map<string, Exchange>(); // in the order of sending

  return {
    get size() {
      return all.size;
    },
    async send(message, signal, hear) {
      const { id } = message;
      // An answer has but the id to tell whose it is: one at a time.
      for (let other; (other = all.get(id));)
        await other.answer.catch(() => {});
      signal.throwIfAborted();

      const one = createExchange(JSON.stringify(message), hear);
      all.set(id, one);
      signal.addEventListener("abort", () => one.fail(signal.reason));
      write(one.text);
      try {
        return await one.answer;
      } catch (error) {
        if (hear) control("cancel", { id });
        throw error;
      } finally {
        all.delete(id);
      }
    },
    resend() {
      for (const { text } of all.values()) write(text);
    },
    alive() {
      for (const { hear } of all.values()) hear?.();
    },
    part(part) {
      const one = all.get(part.id);
      if (!one) return;
      one.begun = true;
      void one.hear?.(part)?.then(() => {
        if (++one.handled % MORE === 0)
          control("more", { id: part.id, parts: MORE });
      });
    },
    reply(outcome) {
      all.get(outcome.id)?.settle(outcome);
    },
    lost(error, forGood) {
      for (const one of all.values()) if (one.begun || forGood) one.fail(error);
    },
  };
}

function createExchange(text: string, hear: HearPart | undefined): Exchange {
  let settle: Exchange["settle"] | undefined;
  let fail: Exchange["fail"] | undefined;
  const answer = new Promise<Outcome>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return {
    text,
    hear,
    begun: false,
    handled: 0,
    answer,
    settle: (outcome) => settle?.(outcome),
    fail: (error) => fail?.(error),
  };
}
