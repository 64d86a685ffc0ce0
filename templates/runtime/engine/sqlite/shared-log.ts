/** The log as the engine's interface has it: turns at the file, and waiting for what must be durable. */
import type { Clock } from "../../core/clock.js";
import type { Access } from "./access.js";
import { appendBatch } from "./append.js";
import type { Log, Offset, Selection } from "../engine.js";
import type { Session } from "./session.js";
import type { Tail } from "./tail.js";

export interface LogContext {
  readonly access: Access;
  readonly tail: Tail;
  readonly clock: Pick<Clock, "now">;
}

/** How often a page may be put off: for what is due to go, and for what others have appended. */
const TRIES = 4;

export function sharedLog({ access, tail, clock }: LogContext): Log {
  /**
   * Reads at one moment: nothing that is too old, and all that was
   * acknowledged before, by whichever process.
   */
  async function look<Result>(
    job: (session: Session, head: Offset) => Result,
  ): Promise<Result> {
    for (let tries = 1; ; tries++) {
      let result: { readonly of: Result } | undefined;
      let wait: Offset | undefined;
      const session = await access.view((session) => {
        tail.notice(session);
        const due = session.isDue(clock.now());
        wait = tail.behind;
        if (tail.isReady && (tries >= TRIES || !(due || wait !== undefined))) {
          result = { of: job(session, tail.bounds.head) };
        }
        return session;
      });
      if (result) return result.of;
      if (wait === undefined) session.upkeep(clock.now());
      else await tail.reached(session, wait);
    }
  }

  /** Step by step, for a family may be large, and little of it included. */
  async function beforeOfFamily(
    selection: Extract<Selection, { readonly family: string }>,
    count: number,
  ): Promise<Offset> {
    const head = await look((_, at) => at);
    let found = head + 1;
    let left = count;
    for (let through = head; through > 0;) {
      const at = through;
      const { offsets, rest } = await look(({ select }) =>
        select.back(selection, at),
      );
      found = offsets[left - 1] ?? offsets.at(-1) ?? found;
      left -= offsets.length;
      if (left <= 0) break;
      through = rest;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return found - 1;
  }

  return {
    async append(batch) {
      const { appended, session } = await access.write(
        (session) => {
          tail.notice(session);
          return { session, ...appendBatch(session, batch, clock.now()) };
        },
        ({ fresh, session }) => {
          session.entries.remember(fresh);
          tail.committed(session, fresh);
        },
      );
      let last = 0;
      for (const { offset } of appended) last = Math.max(last, offset);
      await tail.reached(session, last);
      return appended;
    },
    read: (query) => look(({ log }, head) => log.page(query, head)),
    bounds: () => look(() => tail.bounds),
    floor: (selection) => look(({ log }, head) => log.floor(selection, head)),
    before(selection, count) {
      if (count < 1) return look((_, head) => head);
      if (selection.family !== undefined) {
        return beforeOfFamily(selection, count);
      }
      const { address } = selection;
      return look(({ select }, head) =>
        select.beforeLast(address, count, head),
      );
    },
    async tail(listener) {
      const bounds = await tail.join(listener);
      return { bounds, stop: () => tail.leave(listener) };
    },
  };
}
