/** Event streams as HTML, section 9.2, has them: whole frames, each ended by a blank line. */

export const STREAM_TYPE = "text/event-stream";

export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  "content-type": STREAM_TYPE,
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

/** A frame of ours: `rt.…`, with JSON. */
export function control(name: string, data: unknown, cursor?: string): string {
  const id = cursor === undefined ? "" : `id: ${cursor}\n`;
  return `${id}event: ${name}\n${dataLines(JSON.stringify(data))}\n`;
}

/** JSON has no line breaks but between its tokens; a reader puts the lines together again. */
export function dataLines(json: string): string {
  return json.includes("\n") || json.includes("\r")
    ? `data: ${json.split(/\r\n|\r|\n/).join("\ndata: ")}\n`
    : `data: ${json}\n`;
}
