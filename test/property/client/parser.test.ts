import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  createSseParser,
  type Frame,
} from "../../../templates/runtime/client/event-stream.js";

function parse(chunks: readonly Uint8Array[]): (Frame | number)[] {
  const out: (Frame | number)[] = [];
  const parser = createSseParser(Infinity, (ms) => out.push(ms));
  for (const chunk of chunks) out.push(...parser(chunk));
  return out;
}

/** The standard's algorithm, written down as it reads: slow and whole. */
function reference(text: string): (Frame | number)[] {
  const out: (Frame | number)[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  lines.pop(); // ended by nothing
  let [type, data, id, meta] = [
    "",
    [] as string[],
    "",
    undefined as string | undefined,
  ];
  for (const line of lines) {
    const [, field = "", value = ""] = /^([^:]*):? ?([^]*)$/.exec(line) ?? [];
    if (line === "") {
      if (data.length)
        out.push({ type: type || "message", data: data.join("\n"), id, meta });
      [type, data, meta] = ["", [], undefined];
    } else if (field === "data") data.push(value);
    else if (field === "event") type = value;
    else if (field === "meta") meta = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    else if (field === "retry" && /^\d+$/.test(value)) out.push(Number(value));
  }
  return out;
}

const stream = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "data",
        "event",
        "id",
        "meta",
        "retry",
        ":",
        ": ",
        " ",
        "\uFEFF",
      ),
      fc.constantFrom("\n", "\r", "\r\n", "\n\n", "\r\r"),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.nat(3000).map(String),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

test("any chunking gives what the standard's algorithm gives", () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (text, at) => {
      const bytes = new TextEncoder().encode(text);
      const cuts = [
        0,
        ...at.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b),
        bytes.length,
      ];
      const chunks = cuts
        .slice(1)
        .map((end, index) => bytes.subarray(cuts[index], end));
      // what is not well-formed has become U+FFFD on the way
      expect(parse(chunks)).toEqual(
        reference(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)),
      );
    }),
    { numRuns: 2000 },
  );
});
