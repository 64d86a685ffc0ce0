import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { parseLedger, printLedger } from "../../../src/evolution/ledger.js";

function parse(text: string) {
  const problems = new Diagnostics();
  const names = parseLedger({ path: "realtime.lock", text }, problems);
  return { names, codes: problems.list.map(({ code }) => code) };
}

describe("the ledger", () => {
  it("comes back as it was written, whatever the keys hold", () => {
    const names = new Map([
      ["orders/serverToClient/order.created", "OrderCreated"],
      ['a "quoted" key', "Quoted"],
      ["line\nend", "LineEnd"],
      ["größe", "Größe"],
    ]);
    const { names: read, codes } = parse(printLedger(names));
    expect(codes).toEqual([]);
    expect(new Map([...read].sort())).toEqual(new Map([...names].sort()));
  });

  it("is sorted by code unit, so that branches merge line by line", () => {
    const text = printLedger(
      new Map([
        ["b", "B"],
        ["a", "A"],
        ["B", "B2"],
      ]),
    );
    expect(text.split("\n").slice(1, -1)).toEqual([
      'type "B" B2',
      'type "a" A',
      'type "b" B',
    ]);
  });

  it("reads files with CRLF", () => {
    expect(parse('type "a" A\r\ntype "b" B\r\n').names.size).toBe(2);
  });

  it.each([
    ["<<<<<<< ours", "RT6502"],
    ["=======", "RT6502"],
    [">>>>>>> theirs", "RT6502"],
    ["type a A", "RT6501"],
    ['type "a" A-B', "RT6501"],
    ['type "\\x" A', "RT6501"],
    ["nonsense", "RT6501"],
  ])("refuses %s", (line, code) => {
    expect(parse(`type "a" A\n${line}\n`).codes).toEqual([code]);
  });
});
