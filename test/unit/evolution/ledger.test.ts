import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { EMPTY_LEDGER } from "../../../src/contract/ledger.js";
import { parseLedger, printLedger } from "../../../src/evolution/ledger.js";

function parse(text: string) {
  const problems = new Diagnostics();
  const { types, errors } = parseLedger(
    { path: "realtime.lock", text },
    problems,
  );
  return { types, errors, codes: problems.list.map(({ code }) => code) };
}

describe("the ledger", () => {
  it("comes back as it was written, whatever the keys hold", () => {
    const types = new Map([
      ["orders/serverToClient/order.created", "OrderCreated"],
      ['a "quoted" key', "Quoted"],
      ["line\nend", "LineEnd"],
      ["größe", "Größe"],
      ["\u202eright to left\u{e0041}", "RightToLeft"],
      ["\ud800 half", "Half"],
      ["__proto__", "Proto"],
    ]);
    const errors = new Map([
      ["orders/clientToServer/order.cancel/too_late", "TooLate"],
      ["orders/clientToServer/order.place/too_late", "TooLate"],
    ]);
    const text = printLedger({ types, errors });
    const read = parse(text);
    expect(read.codes).toEqual([]);
    expect(new Map([...read.types].sort())).toEqual(new Map([...types].sort()));
    expect(read.errors).toEqual(errors);
    expect(text).not.toMatch(/\p{Cf}|\p{Cs}/u);
  });

  it("is sorted by code unit, so that branches merge line by line", () => {
    const text = printLedger({
      ...EMPTY_LEDGER,
      types: new Map([
        ["b", "B"],
        ["a", "A"],
        ["B", "B2"],
      ]),
    });
    expect(text.split("\n").slice(1, -1)).toEqual([
      'type "B" B2',
      'type "a" A',
      'type "b" B',
    ]);
  });

  it("reads files with CRLF", () => {
    expect(parse('type "a" A\r\ntype "b" B\r\n').types.size).toBe(2);
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

  it.each([
    [
      "one name for two keys",
      'type "a" Order\ntype "b" Order',
      [["a", "Order"]],
    ],
    ["but for case", 'type "a" Order\ntype "b" ORDER', [["a", "Order"]]],
    ["but for accents", 'type "a" Größe\ntype "b" Grosse', [["a", "Größe"]]],
    [
      "two names for one key",
      'type "a" Order\ntype "a" Order2',
      [["a", "Order"]],
    ],
    ["a constant's", 'type "a" Order\ntype "b" OrderSchema', [["a", "Order"]]],
  ])("after a merge keeps the first of %s", (_, text, kept) => {
    const { types, codes } = parse(text);
    expect([...types]).toEqual(kept);
    expect(codes).toEqual(["RT6503"]);
  });

  it("lets messages have classes of the same name", () => {
    const text =
      'error "m/late" Late\nerror "m/latE" Late\nerror "n/late" Late\n';
    const { errors, codes } = parse(text);
    expect([...errors.keys()]).toEqual(["m/late", "n/late"]);
    expect(codes).toEqual(["RT6503"]);
  });
});
