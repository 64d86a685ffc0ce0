import { format } from "prettier";
import { expect, test } from "vitest";
import { flat, regex } from "../../../src/typescript/code.js";
import {
  docComment,
  jsonLiteral,
  numberLiteral,
  propertyKey,
  stringLiteral,
} from "../../../src/typescript/literals.js";
import { HARMLESS, HOSTILE } from "./fixtures.js";

const run = (expression: string): unknown =>
  // The test's way to know what the text means.
  // oxlint-disable-next-line no-new-func
  new Function(`return ${expression}`)() as unknown;

test.each([...HOSTILE, ...HARMLESS])("%j as a literal", async (text) => {
  const literal = stringLiteral(text);
  expect(run(literal)).toBe(text);
  expect(literal).toMatch(/^[^\n\r\u2028\u2029\u202e]*$/);
  expect(literal).not.toMatch(/<[/!]/);
  const code = `const a = [
  // one of several
  ${literal},
];
`;
  expect(await format(code, { parser: "typescript" })).toBe(code);
});

test.each(HOSTILE)("%j in a comment", (text) => {
  const comment = docComment("  ", { description: text, deprecated: text });
  expect(comment.indexOf("*/")).toBe(comment.length - 3);
  expect(comment).not.toMatch(/[\u2028\u2029\u202e\0]|<[/!]/);
});

test("__proto__ is a property like any other", () => {
  const value = run(`({ ${propertyKey("__proto__")}: 1 })`);
  expect(Object.hasOwn(value as object, "__proto__")).toBe(true);
  const json = run(`(${jsonLiteral(JSON.parse('{"__proto__": {"a": [1]}}'))})`);
  expect(JSON.stringify(json)).toBe('{"__proto__":{"a":[1]}}');
});

test.each([0, -0, 1.5, 1e21, 1e-7, -(2 ** 53), 5e-324])("%d", (value) => {
  expect(run(numberLiteral(value))).toBe(value === 0 ? 0 : value);
});

test.each(["a/b", "^\\d+$", "[/]", "\n", "", "</script>", "\u2028", "a\\/b"])(
  "the expression %j",
  (source) => {
    const literal = flat(regex(source, "u"));
    expect(literal).not.toMatch(/[\n\u2028]|<[/!]/);
    const expression = run(literal) as RegExp;
    expect(expression).toBeInstanceOf(RegExp);
    expect(expression.flags).toBe("u");
    for (const text of ["a/b", "12", "/", "\n", "", "</script>", "\u2028"])
      expect(expression.test(text)).toBe(new RegExp(source, "u").test(text));
  },
);
