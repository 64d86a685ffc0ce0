/** Who calls, and may they: the user's `authenticate` and `authorize`, made safe. */
import type { Emit } from "./hooks.js";
import type { RuntimeOptions, Window } from "./options.js";
import type { Params } from "../core/spec.js";
import type { ServerClock } from "./server-clock.js";
import type { Admission, Credentials, Principal } from "./session.js";
import { within } from "./within.js";
import { wireError } from "./wire-error.js";
import type { WireError } from "../core/protocol.js";

/** Log time that a subscription may see: from `since` on, before `until`. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

export const ALWAYS: Span = { since: -Infinity, until: Infinity };

export type Permission =
  | { readonly ok: true; readonly span: Span }
  | { readonly ok: false; readonly error: WireError };

export interface Question {
  readonly action: "subscribe" | "send";
  readonly channel: string;
  readonly params: Params;
  /** Names of parameters left open. */
  readonly open: readonly string[];
  readonly message?: string;
  readonly scopes: readonly string[];
}

export interface Gate<Identity> {
  admit(credentials: Credentials): Promise<Admission<Identity>>;
  allow(
    principal: Principal<Identity>,
    question: Question,
  ): Promise<Permission>;
}

/** What a client should wait when the fault is ours. */
const RETRY_AFTER_MS = 2_000;

export function createGate<Identity>(
  options: RuntimeOptions<Identity>,
  clock: ServerClock,
  emit: Emit<Identity>,
): Gate<Identity> {
  const timeoutMs = options.providerTimeoutMs ?? 10_000;
  const ask = <Value>(run: () => Value | Promise<Value>): Promise<Value> =>
    within(clock, timeoutMs, run);

  function deny(
    error: WireError,
    { transport, ip, origin }: Credentials,
    question?: Question,
  ): { readonly ok: false; readonly error: WireError } {
    emit("onDeny", {
      action: question?.action ?? "connect",
      code: error.code,
      transport,
      ip,
      origin,
      ...(question && { channel: question.channel }),
      ...(question?.message !== undefined && { message: question.message }),
    });
    return { ok: false, error };
  }

  return {
    async admit(credentials) {
      try {
        const found = await ask(() => options.authenticate(credentials));
        const expiresAt = found && millis(found.expiresAt, Infinity);
        if (!found || !(expiresAt! > clock.now())) {
          const error = wireError("unauthenticated", "no or bad token");
          return deny(error, credentials);
        }
        return {
          ok: true,
          principal: {
            identity: found.identity,
            credentials,
            ...(expiresAt !== Infinity && { expiresAt: expiresAt! }),
          },
        };
      } catch (error) {
        emit("onError", { where: "authenticate", error });
        return deny(
          wireError("unavailable", "authentication is not available", {
            retryAfterMs: RETRY_AFTER_MS,
          }),
          credentials,
        );
      }
    },

    async allow({ identity, credentials }, question) {
      const { channel, message } = question;
      try {
        const answer = await ask(() =>
          options.authorize({ ...question, identity }),
        );
        const span = spanOf(answer);
        if (span && (question.action === "subscribe" || holds(span, clock))) {
          return { ok: true, span };
        }
        const to = message === undefined ? channel : `${channel} ${message}`;
        return deny(
          wireError("forbidden", `not allowed to ${question.action} ${to}`),
          credentials,
          question,
        );
      } catch (error) {
        emit("onError", {
          where: "authorize",
          error,
          channel,
          ...(message !== undefined && { message }),
        });
        return deny(
          wireError("unavailable", "authorization is not available", {
            retryAfterMs: RETRY_AFTER_MS,
          }),
          credentials,
          question,
        );
      }
    },
  };
}

/** Anything but `true` or a window is a no: a forgotten `return` must not let in. */
function spanOf(answer: boolean | Window): Span | undefined {
  if (answer === true) return ALWAYS;
  if (typeof answer !== "object" || answer === null) return undefined;
  const span = {
    since: millis(answer.since, -Infinity),
    until: millis(answer.until, Infinity),
  };
  return span.since < span.until ? span : undefined; // NaN is a no as well
}

/** Whether the state of now is inside of it. */
export function holds({ since, until }: Span, clock: ServerClock): boolean {
  const now = clock.now();
  return since <= now && now < until;
}

function millis(time: Date | number | undefined, otherwise: number): number {
  return time === undefined ? otherwise : Number(time);
}
