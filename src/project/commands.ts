/** Lines for a shell that show a new server without a client of ours. */
import type { Json } from "../source/json.js";
import { visibleJson } from "../source/visible-json.js";
import type { TransportId } from "../advice/choices.js";
import type { MessageSample } from "./samples.js";

const DEVELOPMENT_TOKEN = "development";

export interface Instance {
  readonly channel: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Techniques that curl can show. */
export type CurlTransport = Exclude<TransportId, "websocket">;

/** Follows one channel instance, or asks for what there is; WIRE.md has the notation. */
export function curlCommand(
  transport: CurlTransport,
  { channel, params }: Instance,
  base = "http://localhost:3000/realtime",
): string {
  // The instance is encoded once in itself, and once for the query.
  const instance = instanceOf(channel, params).replaceAll("%", "%25");
  const query = `subscribe=${instance}&start=earliest&token=${DEVELOPMENT_TOKEN}`;
  const curl = transport === "sse" ? "curl -N" : "curl";
  return `${curl} "${base}/${transport}?${query}"`;
}

export function sendCommand(
  { channel, params }: Instance,
  { message, data, headers }: MessageSample,
  base = "http://localhost:3000/realtime",
): string {
  const body: Json = {
    id: "1",
    channel,
    params,
    type: message.name,
    data,
    ...(headers !== undefined && { headers }),
  };
  // An answer in parts is shown as it comes.
  const curl = message.reply?.stream ? "curl -N" : "curl";
  return [
    `${curl} "${base}/messages"`,
    `-H "authorization: Bearer ${DEVELOPMENT_TOKEN}"`,
    `-H "content-type: application/json"`,
    `-d ${quoted(visibleJson(body))}`,
  ].join(" \\\n  ");
}

/** Opens a socket and follows one channel instance; any WebSocket client does. */
export function wscatCommand(
  { channel, params }: Instance,
  base = "ws://localhost:3000/realtime",
): string {
  const frame: Json = {
    type: "rt.subscribe",
    data: { subscriptions: [{ channel, params, start: "earliest" }] },
  };
  return [
    `npx wscat -c "${base}/websocket?token=${DEVELOPMENT_TOKEN}" -s rt.v1`,
    `-w 60 -x ${quoted(visibleJson(frame))}`,
  ].join(" \\\n  ");
}

function instanceOf(
  channel: string,
  params: Readonly<Record<string, string>>,
): string {
  const pairs = Object.entries(params).map(
    ([name, value]) => `${encoded(name)}=${encoded(value)}`,
  );
  const name = encoded(channel);
  return pairs.length === 0 ? name : `${name}(${pairs.join(",")})`;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[()'!*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** For sh: nothing is special between single quotes but the quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
