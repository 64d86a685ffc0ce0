import { expect, test } from "vitest";
import {
  at,
  idOf,
  keysOf,
  originAt,
  pointerOf,
} from "../../../src/source/path.js";
import { positionOf } from "../../../src/source/source-file.js";

const file = { path: "a.yaml", text: "one\r\ntwo\rthree\n\nfive" };

test("positions are one-based; lines end at LF, CRLF and CR", () => {
  const at = (part: string) => positionOf(file, file.text.indexOf(part));
  expect(at("one")).toEqual({ line: 1, column: 1 });
  expect(at("wo")).toEqual({ line: 2, column: 2 });
  expect(at("three")).toEqual({ line: 3, column: 1 });
  expect(at("five")).toEqual({ line: 5, column: 1 });
  expect(positionOf(file, file.text.length)).toEqual({ line: 5, column: 5 });
});

test("paths, pointers and ids", () => {
  const origin = at(at(originAt(file, ["a/b"]), 0), "c~d");
  expect(keysOf(origin.path)).toEqual(["a/b", 0, "c~d"]);
  expect(pointerOf(origin.path)).toBe("/a~1b/0/c~0d");
  expect(idOf(origin)).toBe("a.yaml#/a~1b/0/c~0d");
  expect(idOf(originAt(file, []))).toBe("a.yaml#");
});
