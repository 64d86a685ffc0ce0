/**
 * Messages from clients: validated, authorised, claimed, handled, answered.
 * The claim makes a handler run once however often its message is resent:
 * a resend waits for the answer, or gets the one that is kept.
 */
import { type Answer, type Ended, refuse, type Refusal } from "./answer.js";
import { type CallContext, callHandler } from "./call-handler.js";
import { type Call, type CheckContext, checkMessage } from "./check-message.js";
import type { Limits, Parts, Principal, Session } from "./session.js";
import { CLOSING, streamParts } from "./stream.js";
import type { Inbound, Outcome } from "../core/protocol.js";
import type { Claim, Claims } from "../engine/engine.js";

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

/** What becomes of a message that passed every check. */
interface Course<Result> {
  /** An equal message is being handled here: its result, or `undefined` to look again when it is over. */
  join(run: Run, deadline: number): Promise<Result | undefined>;
  /** First come. `leave` gives the slot back. */
  start(claim: Claimed, leave: () => void): Result | Promise<Result>;
  /** It was answered before. */
  kept(result: string): Result;
}

type Claimed = Extract<Claim, { state: "claimed" }>;

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
    const begun = this.#context.clock.now();
    const answer = await this.#counted(this.#answer(principal, message));
    this.#tell(principal, message, begun, answer);
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
    for (const { abort } of this.#runs.values()) abort.abort(CLOSING);
  }

  /** As {@link Session.stream}; never rejects. */
  async stream(
    principal: Principal<Identity>,
    message: Inbound,
  ): ReturnType<Session<Identity>["stream"]> {
    const begun = this.#context.clock.now();
    const told = (answer: Answer): void =>
      this.#tell(principal, message, begun, answer);
    const found = await this.#counted(
      this.#checked(principal, message, (call) =>
        this.#claim<Parts | Refusal>(call, {
          join: async (run, deadline) => {
            // Its connection broke: it is about to end.
            await this.#inTime(run, deadline - this.#context.clock.now());
            return this.#runs.get(call.key) === run ? timedOut() : undefined;
          },
          start: (claim, leave) => this.#stream(call, claim, leave, told),
          kept: () =>
            refuse("conflict", "it was answered before; parts are not kept"),
        }),
      ),
    );
    if ("next" in found) return { ok: true, parts: found };
    told(found);
    return found;
  }

  async #answer(
    principal: Principal<Identity>,
    message: Inbound,
  ): Promise<Answer> {
    const { timeoutMs, clock } = this.#context;
    return this.#checked(principal, message, async (call) =>
      call.spec.stream
        ? refuse("bad_request", `${message.type} is answered in parts`)
        : this.#claim<Answer>(call, {
            join: (run, deadline) => this.#inTime(run, deadline - clock.now()),
            start: (claim, leave) =>
              this.#inTime(this.#start(call, claim, leave), timeoutMs),
            kept: (result) => JSON.parse(result) as Answer,
          }),
    );
  }

  /** {@link Handling.idle} waits for it. */
  async #counted<Result>(answering: Promise<Result>): Promise<Result> {
    this.#calls.add(answering);
    const result = await answering; // which never rejects
    this.#calls.delete(answering);
    return result;
  }

  #tell(
    { identity }: Principal<Identity>,
    { channel, params, type, id }: Inbound,
    begun: number,
    answer: Answer,
  ): void {
    const { clock, emit } = this.#context;
    emit("onHandle", {
      channel,
      params,
      type,
      id,
      identity,
      code: answer.ok ? "ok" : answer.error.code,
      durationMs: clock.now() - begun,
    });
  }

  async #checked<Result>(
    principal: Principal<Identity>,
    message: Inbound,
    go: (call: Call<Identity>) => Promise<Result>,
  ): Promise<Result | Refusal> {
    try {
      const checked = await checkMessage(this.#context, principal, message);
      return checked.ok ? await go(checked.call) : checked;
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

  async #claim<Result>(
    call: Call<Identity>,
    course: Course<Result>,
  ): Promise<Result | Refusal> {
    const { claims, claimTtlMs, clock, timeoutMs, limits } = this.#context;
    const { key, body, owner } = call;
    const deadline = clock.now() + timeoutMs;
    for (;;) {
      const running = this.#runs.get(key);
      if (running) {
        if (running.body !== body) return conflict(call.message.id);
        const joined = await course.join(running, deadline);
        if (joined !== undefined) return joined;
        continue;
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
      if (claim.state === "claimed") return course.start(claim, leave);
      leave();
      switch (claim.state) {
        case "done":
          return course.kept(claim.result);
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
    { token, again }: Claimed,
    leave: () => void,
  ): Run {
    const { clock, timeoutMs } = this.#context;
    const { key, body } = call;
    const abort = new AbortController();
    const cancel = clock.after(timeoutMs, () => abort.abort());
    const run = async (): Promise<Answer> => {
      const called = callHandler(this.#context, call, again, abort.signal);
      const end = await called;
      cancel();
      await this.#end(key, token, end);
      leave();
      return end.answer;
    };
    const started: Run = { body, abort, answer: run() };
    this.#runs.set(key, started);
    return started;
  }

  /** Runs as parts are asked for; till its end the claim stays. */
  #stream(
    call: Call<Identity>,
    { token, again }: Claimed,
    leave: () => void,
    told: (answer: Answer) => void,
  ): Parts {
    const { key, body } = call;
    const abort = new AbortController();
    let over: ((answer: Answer) => void) | undefined;
    const answer = new Promise<Answer>((resolve) => (over = resolve));
    this.#runs.set(key, { body, abort, answer });
    return streamParts(this.#context, call, again, abort, async (end) => {
      await this.#end(key, token, end);
      leave();
      told(end.answer);
      over?.(end.answer);
    });
  }

  /** Keeps the answer for resends, or gives the claim back. */
  async #end(key: string, token: string, end: Ended): Promise<void> {
    const { claims, emit } = this.#context;
    try {
      if (end.settled) {
        await claims.settle(key, token, JSON.stringify(end.answer));
      } else {
        await claims.release(key, token);
      }
    } catch (error) {
      emit("onError", { where: "engine", error });
    }
    this.#runs.delete(key);
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
