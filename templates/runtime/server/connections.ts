/** The connections of the process: opened within the limits, revoked, drained. */
import { type ConnectionContext, OpenConnection } from "./connection.js";
import { quiet } from "./quiet.js";
import { Reader, type ReaderContext } from "./reader.js";
import { retryAfterMs } from "./retry-after.js";
import type { Session } from "./session.js";
import { wireError } from "./wire-error.js";
import type { WireError } from "../core/protocol.js";
import type { Params } from "../core/spec.js";

/** What `revoke` is asked about. */
export interface Connected<Identity> {
  readonly identity: Identity;
  readonly transport: string;
  readonly ip: string | undefined;
  readonly channels: readonly {
    readonly channel: string;
    readonly params: Params;
  }[];
}

export interface ConnectionsContext<Identity>
  extends Omit<ReaderContext, "ended">, ConnectionContext<Identity> {
  /** Joins the log's tail. @throws {EngineUnavailable} */
  readonly start: () => Promise<void>;
}

const refuse = (error: WireError) => ({ ok: false, error }) as const;

export class Connections<Identity> {
  readonly #context: ConnectionsContext<Identity>;
  readonly #readerContext: ReaderContext;
  readonly #open = new Map<Reader, OpenConnection<Identity>>();
  #ids = 0;

  constructor(context: ConnectionsContext<Identity>) {
    this.#context = context;
    this.#readerContext = {
      ...context,
      ended: (reader) => this.#open.delete(reader),
    };
  }

  get size(): number {
    return this.#open.size;
  }

  /** Opens a reader; see {@link Session}. */
  readonly connect: Session<Identity>["connect"] = async (
    principal,
    requests,
    sink,
    signal,
  ) => {
    const refused = this.#refusal(requests.length);
    if (refused) return refuse(refused);
    const { emit, clock } = this.#context;
    const reader = new Reader(
      ++this.#ids,
      principal,
      sink,
      this.#readerContext,
    );
    const connection = new OpenConnection(
      principal,
      reader,
      sink,
      this.#context,
    );
    this.#open.set(reader, connection); // before anything is awaited, so that `revoke` and `drain` find it
    try {
      await this.#context.start();
      const error = await connection.open(requests, () => {
        if (reader.ended || signal?.aborted) return false;
        signal?.addEventListener("abort", () => reader.end(), { once: true });
        return true;
      });
      if (error) {
        reader.end();
        return refuse(error);
      }
    } catch (error) {
      emit("onError", { where: "engine", error });
      reader.end();
      return refuse(
        wireError("unavailable", "the log is not available", {
          retryAfterMs: retryAfterMs(clock),
        }),
      );
    }
    if (signal?.aborted) reader.end();
    return { ok: true, connection };
  };

  /** See {@link Session}. */
  readonly quiet: Session<Identity>["quiet"] = (...args) =>
    quiet(this.#context, ...args);

  /** Ends those of which the predicate holds; tells how many. */
  revoke(predicate: (connection: Connected<Identity>) => boolean): number {
    const matching = [...this.#open].flatMap(([reader, { principal }]) => {
      const { identity, credentials } = principal;
      const { transport, channels } = reader.described();
      const { ip } = credentials;
      return predicate({ identity, transport, ip, channels }) ? reader : [];
    });
    for (const reader of matching) reader.close("revoked");
    return matching.length;
  }

  /** Ends all that there are, spread over the time; resolves when the last has ended. */
  async drain(ms: number): Promise<void> {
    const { clock } = this.#context;
    const drained = [...this.#open.keys()].map(
      (reader) =>
        new Promise<void>((resolve) => {
          clock.after(clock.random() * ms, () => {
            this.#sendAway(reader);
            resolve();
          });
        }),
    );
    await Promise.all(drained);
  }

  /** Ends all at once. */
  sendAllAway(): void {
    for (const reader of this.#open.keys()) this.#sendAway(reader);
  }

  /** What is wrong with one more connection, of so many subscriptions. */
  #refusal(count: number): WireError | undefined {
    const { limits, clock } = this.#context;
    const { maxConnections, maxSubscriptions } = limits;
    if (this.#open.size >= maxConnections) {
      return wireError("too_many", "too many connections", {
        retryAfterMs: retryAfterMs(clock),
      });
    }
    if (count > maxSubscriptions) {
      return wireError(
        "too_many",
        `more than ${maxSubscriptions} subscriptions`,
      );
    }
    return undefined;
  }

  #sendAway(reader: Reader): void {
    reader.close("drain", retryAfterMs(this.#context.clock));
  }
}
