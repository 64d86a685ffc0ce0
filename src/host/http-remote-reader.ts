import { httpGet, type Answer } from "./http-get.js";
import type {
  RemoteFailure,
  RemoteLimits,
  RemoteReader,
  RemoteRecord,
  RemoteResult,
} from "./remote-reader.js";

const LIMITS: RemoteLimits = {
  maxBytes: 5 * 1024 * 1024,
  maxDocuments: 64,
  maxRedirects: 5,
  timeout: 10_000,
  wholeTimeout: 30_000,
};

/** @param signal Ends every request. */
export function createHttpRemoteReader(
  signal: AbortSignal,
  given: Partial<RemoteLimits> = {},
): RemoteReader {
  const limits = { ...LIMITS, ...given };
  const results = new Map<string, Promise<RemoteResult>>();
  /** Of each address on the way: redirects may meet. */
  const answers = new Map<string, Promise<Answer>>();
  const records = new Map<string, RemoteRecord>();
  let whole: AbortSignal | undefined;

  function read(url: string): Promise<RemoteResult> {
    let result = results.get(url);
    if (result === undefined) {
      const limit = limits.maxDocuments;
      result =
        results.size < limit
          ? follow(url)
          : Promise.resolve(failed({ kind: "too-many", limit }));
      results.set(url, result);
    }
    return result;
  }

  async function follow(start: string): Promise<RemoteResult> {
    let url = start;
    for (let hops = 0; hops <= limits.maxRedirects; hops++) {
      const answer = await ask(url);
      if (!("movedTo" in answer)) {
        if (answer.ok) records.set(url, { url, hash: answer.hash });
        return answer;
      }
      const next = redirected(url, answer.movedTo);
      if ("problem" in next) {
        return failed({ kind: "redirect", problem: next.problem });
      }
      ({ url } = next);
    }
    const problem = `more than ${limits.maxRedirects} times`;
    return failed({ kind: "redirect", problem });
  }

  function ask(url: string): Promise<Answer> {
    whole ??= AbortSignal.timeout(limits.wholeTimeout);
    let answer = answers.get(url);
    if (answer === undefined) {
      answer = httpGet(url, limits, { whole, interruption: signal });
      answers.set(url, answer);
    }
    return answer;
  }

  return {
    read,
    get reads() {
      return [...records.values()].sort((a, b) => (a.url < b.url ? -1 : 1));
    },
  };
}

function failed(failure: RemoteFailure): RemoteResult {
  return { ok: false, failure };
}

/** Where a redirect leads, or why it is not followed. */
function redirected(
  from: string,
  location: string,
): { readonly url: string } | { readonly problem: string } {
  if (!URL.canParse(location, from)) {
    return { problem: `to "${location}", which is no address` };
  }
  const url = new URL(location, from);
  url.hash = "";
  const secure = from.startsWith("https:");
  if (url.protocol === "https:" || (url.protocol === "http:" && !secure)) {
    return { url: url.href };
  }
  return { problem: `from ${secure ? "https" : "http"} to ${url.href}` };
}
