/** The `fetch` form of the server: web-standard, for Hono, Bun, Deno and the like. */
import type { clientIp } from "./client-ip.js";
import type { BodyText, HttpReply, HttpRequest, ResponseBody } from "./http.js";
import type { HttpRouter } from "./http-router.js";
import { tooLarge } from "./json-body.js";
import { wireError } from "../server/wire-error.js";

export interface FetchInfo {
  /** The peer's address, where the runtime knows it. */
  readonly ip?: string;
}

export type FetchHandler = (
  request: Request,
  info?: FetchInfo,
) => Promise<Response>;

export function createFetch(
  router: HttpRouter,
  highWaterMark: number,
  ipOf: ReturnType<typeof clientIp>,
): FetchHandler {
  return async (request, info = {}) => {
    const url = new URL(request.url);
    const path = router.below(url.pathname);
    if (path === undefined) return new Response("not found", { status: 404 });
    const gone = new AbortController();
    const { signal } = request;
    if (signal.aborted) gone.abort();
    else signal.addEventListener("abort", () => gone.abort(), { once: true });
    const { headers, method } = request;
    const header = (name: string): string | undefined =>
      headers.get(name) ?? undefined;
    const http: HttpRequest = {
      method,
      path,
      query: url.searchParams,
      search: url.search.slice(1),
      header,
      headers,
      ip: ipOf(header("x-forwarded-for"), info.ip),
      get closed() {
        return gone.signal.aborted;
      },
      onClose: (run) =>
        gone.signal.addEventListener("abort", run, { once: true }),
      text: (maxBytes, timeoutMs) => readText(request, maxBytes, timeoutMs),
    };
    return toResponse(await router.handle(http), highWaterMark, gone);
  };
}

function toResponse(
  { status, headers, body, stream }: HttpReply,
  highWaterMark: number,
  gone: AbortController,
): Response {
  if (!stream) return new Response(body ?? null, { status, headers });
  let drained: (() => void) | undefined;
  let open = true;
  const readable = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const out: ResponseBody = {
          get writable() {
            return open && (controller.desiredSize ?? 0) > 0;
          },
          get waiting() {
            return open ? highWaterMark - (controller.desiredSize ?? 0) : 0;
          },
          write(bytes) {
            if (open) controller.enqueue(bytes);
          },
          end() {
            if (!open) return;
            open = false;
            controller.close();
          },
        };
        drained = stream(out);
        gone.signal.addEventListener("abort", () => {
          out.end();
        });
      },
      pull() {
        drained?.();
      },
      cancel() {
        open = false;
        gone.abort();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark }),
  );
  return new Response(readable, { status, headers });
}

async function readText(
  request: Request,
  maxBytes: number,
  timeoutMs: number,
): Promise<BodyText> {
  if (!request.body) return { ok: true, text: "" };
  const reader = request.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel();
  }, timeoutMs);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (late) throw new Error("late");
      if (done) return { ok: true, text: text + decoder.decode() };
      size += value.byteLength;
      if (size > maxBytes) {
        void reader.cancel();
        return { ok: false, error: tooLarge(maxBytes) };
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    const message = late ? "the body took too long" : "unreadable body";
    return { ok: false, error: wireError("bad_request", message) };
  } finally {
    clearTimeout(timer);
  }
}
