/**
 * Messages from clients: validated, authorised, claimed, handled, answered.
 * The claim makes a handler run once however often its message is resent:
 * a resend waits for the answer, or gets the one that is kept.
 */
import { type Answer, refuse } from "./answer.js";
import { type CallContext, callHandler } from "./call-handler.js";
import { type Call, type CheckContext, checkMessage } from "./check-message.js";
import type { Limits, Principal } from "./session.js";
import type { Inbound, Outcome } from "../core/protocol.js";
import type { Claims } from "../engine/engine.js";

export interface HandleContext<Identity>
  extends CheckContext<Identity>, CallContext<Identity> {
  readonly claims: Claims;
  readonly limits: Limits;
  readonly timeoutMs: number;
  readonly claimTtlMs: number;
}

/** A message that is being handled. */
interface Run {
  readonly body: string;
  readonly abort: AbortController;
  readonly answer: Promise<Answer>;
}

/** How often to look whether another process has answered. */
const POLL_MS = 250;

export class Handling<Identity> {
  readonly #context: HandleContext<Identity>;
  readonly #runs = new Map<string, Run>();
  readonly #owners = new Map<string, number>();
  readonly #calls = new Set<Promise<unknown>>();

  constructor(context: HandleContext<Identity>) {
    this.#context = context;
  }

  /** Never rejects. */
  async handle(
    principal: Principal<Identity>,
    message: Inbound,
  ): Promise<Outcome> {
    const { clock, emit } = this.#context;
    const begun = clock.now();
    const answering = this.#answer(principal, message);
    this.#calls.add(answering);
    const answer = await answering;
    this.#calls.delete(answering);
    emit("onHandle", {
      channel: message.channel,
      params: message.params,
      type: message.type,
      id: message.id,
      identity: principal.identity,
      code: answer.ok ? "ok" : answer.error.code,
      durationMs: clock.now() - begun,
    });
    return { id: message.id, ...answer };
  }

  /** Resolves when no handler runs and no message waits for one. */
  async idle(): Promise<void> {
    while (this.#runs.size + this.#calls.size > 0) {
      const runs = [...this.#runs.values()].map(({ answer }) => answer);
      await Promise.all([...runs, ...this.#calls]);
    }
  }

  /** Tells the handlers that their time is over. */
  abort(): void {
    for (const { abort } of this.#runs.values()) abort.abort();
  }

  async #answer(
    principal: Principal<Identity>,
    message: Inbound,
  ): Promise<Answer> {
    try {
      const checked = await checkMessage(this.#context, principal, message);
      return checked.ok ? await this.#claim(checked.call) : checked;
    } catch (error) {
      this.#context.emit("onError", {
        where: "engine",
        error,
        channel: message.channel,
        message: message.type,
      });
      return refuse("unavailable", "the engine is not available");
    }
  }

  async #claim(call: Call<Identity>): Promise<Answer> {
    const { claims, claimTtlMs, clock, timeoutMs, limits } = this.#context;
    const { key, body, owner } = call;
    const deadline = clock.now() + timeoutMs;
    for (;;) {
      const running = this.#runs.get(key);
      if (running) {
        if (running.body !== body) return conflict(call.message.id);
        return this.#inTime(running, deadline - clock.now());
      }
      if (
        this.#runs.size >= limits.maxHandlers ||
        (this.#owners.get(owner) ?? 0) >= limits.maxHandlersPerIdentity
      ) {
        return refuse("too_many", "too many messages are being handled");
      }
      const leave = this.#enter(owner);
      const claim = await claims.claim(key, body, claimTtlMs).catch((error) => {
        leave();
        throw error;
      });
      if (claim.state === "claimed") {
        const run = this.#start(call, claim.token, claim.again, leave);
        return this.#inTime(run, timeoutMs);
      }
      leave();
      switch (claim.state) {
        case "done":
          return JSON.parse(claim.result) as Answer;
        case "conflict":
          return conflict(call.message.id);
        case "pending":
          if (this.#runs.has(key)) continue; // claimed here, a moment ago
          if (clock.now() >= deadline) return timedOut();
          await new Promise<void>((wake) => clock.after(POLL_MS, wake));
          continue;
        default:
          return claim satisfies never;
      }
    }
  }

  /** Counts a handler of an identity; the result takes it back. */
  #enter(owner: string): () => void {
    this.#owners.set(owner, (this.#owners.get(owner) ?? 0) + 1);
    return () => {
      const left = this.#owners.get(owner)! - 1;
      if (left > 0) this.#owners.set(owner, left);
      else this.#owners.delete(owner);
    };
  }

  /** Runs to its end, however long that takes: till then the claim stays. */
  #start(
    call: Call<Identity>,
    token: string,
    again: boolean,
    leave: () => void,
  ): Run {
    const { claims, clock, timeoutMs, emit } = this.#context;
    const { key, body } = call;
    const abort = new AbortController();
    const cancel = clock.after(timeoutMs, () => abort.abort());
    const run = async (): Promise<Answer> => {
      const called = callHandler(this.#context, call, again, abort.signal);
      const { answer, settled } = await called;
      cancel();
      try {
        if (settled) {
          await claims.settle(key, token, JSON.stringify(answer));
        } else {
          await claims.release(key, token);
        }
      } catch (error) {
        emit("onError", { where: "engine", error });
      }
      leave();
      this.#runs.delete(key);
      return answer;
    };
    const started: Run = { body, abort, answer: run() };
    this.#runs.set(key, started);
    return started;
  }

  async #inTime(run: Run, ms: number): Promise<Answer> {
    const { clock } = this.#context;
    return new Promise((resolve) => {
      const cancel = clock.after(Math.max(ms, 0), () => resolve(timedOut()));
      void run.answer.then((answer) => {
        cancel();
        resolve(answer);
      });
    });
  }
}

const conflict = (id: string) =>
  refuse("conflict", `the id ${id} was used for another body`);
const timedOut = () =>
  refuse("handler_timeout", "the handler did not answer in time");
