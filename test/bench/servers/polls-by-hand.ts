/** The floors of polling: what one would write with node:http alone, for one feed, without a log, checks or resume. */
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { type BenchServer, listening } from "./listening.js";

/** The last events as JSON, and how many there have been. */
class Feed {
  readonly #kept: string[] = [];
  #count = 0;

  push(event: object): void {
    this.#count++;
    this.#kept.push(`{"id":${this.#count},"event":${JSON.stringify(event)}}`);
    if (this.#kept.length > 1_000) this.#kept.shift();
  }

  get tag(): string {
    return `"${this.#count}"`;
  }

  /** Whether there is something after the cursor of the query. */
  hasNews({ url = "" }: IncomingMessage): boolean {
    return this.#from(url) < this.#count;
  }

  send({ url = "" }: IncomingMessage, response: ServerResponse): void {
    const count = Math.min(this.#count - this.#from(url), this.#kept.length);
    const events = count > 0 ? this.#kept.slice(-count) : [];
    const body = `{"cursor":"${this.#count}","events":[${events.join(",")}]}`;
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "cache-control": "private, no-cache",
      etag: this.tag,
    });
    response.end(body);
  }

  #from(url: string): number {
    const query = new URLSearchParams(url.slice(url.indexOf("?") + 1));
    const cursor = query.get("cursor");
    return cursor === null ? this.#count : Number(cursor);
  }
}

/** What an application asks its session store and its rules, at the least. */
async function authenticate(token: string | undefined) {
  return token === undefined ? undefined : { id: token };
}
async function mayHear(caller: { readonly id: string }): Promise<boolean> {
  return caller.id !== "";
}

async function isAllowed({ headers }: IncomingMessage): Promise<boolean> {
  const { authorization } = headers;
  const caller = await authenticate(
    /^Bearer (.+)$/.exec(authorization ?? "")?.[1],
  );
  return caller !== undefined && (await mayHear(caller));
}

export async function rawPolling(): Promise<BenchServer> {
  const feed = new Feed();
  const server = createServer(async (request, response) => {
    if (!(await isAllowed(request))) {
      response.writeHead(401).end();
    } else if (request.headers["if-none-match"] === feed.tag) {
      response.writeHead(304, {
        etag: feed.tag,
        "cache-control": "private, no-cache",
      });
      response.end();
    } else feed.send(request, response);
  });
  return {
    port: await listening(server),
    publish: (event) => feed.push(event),
  };
}

const WAIT_MS = 25_000;

export async function rawLongPolling(): Promise<BenchServer> {
  const feed = new Feed();
  const waiting = new Map<IncomingMessage, () => void>();
  const server = createServer(async (request, response) => {
    if (!(await isAllowed(request))) {
      response.writeHead(401).end();
      return;
    }
    if (feed.hasNews(request)) return feed.send(request, response);
    const answer = (): void => {
      clearTimeout(timer);
      waiting.delete(request);
      feed.send(request, response);
    };
    const timer = setTimeout(answer, WAIT_MS);
    waiting.set(request, answer);
    response.on("close", () => {
      clearTimeout(timer);
      waiting.delete(request);
    });
  });
  return {
    port: await listening(server),
    publish(event) {
      feed.push(event);
      for (const answer of waiting.values()) answer();
    },
  };
}
