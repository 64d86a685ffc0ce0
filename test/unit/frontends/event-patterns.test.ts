import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { chooseEvents, listed } from "../../../src/frontends/event-patterns.js";

const target = { file: { path: "a.json", text: "" }, path: undefined };

function choose(
  patterns: readonly string[],
  usual: readonly string[] = ["issues.opened", "issues.closed", "push"],
  others: readonly string[] = ["issues_event", "User"],
) {
  const diagnostics = new Diagnostics();
  const choice = { usual, others, namesOf: Array.of<string> };
  const chosen = chooseEvents(patterns, choice, diagnostics, target);
  const told = diagnostics.list.map(({ message, hint }) => [message, hint]);
  return { chosen, told };
}

describe("patterns of events", () => {
  test.each([
    [[], ["issues.opened", "issues.closed", "push"]],
    [["*"], ["issues.opened", "issues.closed", "push"]],
    [["push"], ["push"]],
    [["issues.*"], ["issues.opened", "issues.closed"]],
    [["*ed"], ["issues.opened", "issues.closed"]],
    [["*.*o*d"], ["issues.opened", "issues.closed"]],
    [["*s.*s*d"], ["issues.closed"]],
    [
      ["push", "*.opened"],
      ["push", "issues.opened"],
    ],
    [["!push"], ["issues.opened", "issues.closed"]],
    [["issues.*", "!*.closed"], ["issues.opened"]],
    [["!*.closed", "issues.*"], ["issues.opened"]],
  ])("%j", (patterns, expected) => {
    expect(choose(patterns)).toEqual({ chosen: expected, told: [] });
  });

  test("what is no event by itself is taken where a pattern fits it alone", () => {
    expect(choose(["issues*"]).chosen).toEqual([
      "issues.opened",
      "issues.closed",
    ]);
    expect(choose(["*_event"]).chosen).toEqual(["issues_event"]);
    expect(choose(["*_event", "push"]).chosen).toEqual([
      "issues_event",
      "push",
    ]);
  });

  test("a pattern that fits nothing is told of, with what was meant", () => {
    expect(choose(["isues.opened"])).toEqual({
      chosen: [],
      told: [
        [
          "--events isues.opened fits no event",
          'did you mean "issues.opened"?',
        ],
      ],
    });
    expect(choose(["issue"]).told).toEqual([
      [
        "--events issue fits no event",
        "*issue* fits issues.opened, issues.closed, issues_event",
      ],
    ]);
    expect(choose(["*", "!xyz"]).told).toEqual([
      [
        "--events !xyz fits no event",
        "the names are issues.opened, issues.closed, push, issues_event, User; * stands for any text",
      ],
    ]);
  });

  test("a part is not used for two stars, and what overlaps does not fit", () => {
    const names = ["aba", "ab", "aa", "a"];
    expect(choose(["a*a"], names).chosen).toEqual(["aba", "aa"]);
    expect(choose(["*a*a*"], names).chosen).toEqual(["aba", "aa"]);
  });

  test("a hostile pattern takes no time", () => {
    const pattern = `${"*a".repeat(5_000)}*b`;
    const name = "a".repeat(20_000);
    expect(choose([pattern], [name], []).chosen).toEqual([]);
  });
});

test("the first few are listed", () => {
  expect(listed(["a", "b"])).toBe("a, b");
  expect(listed([..."abcdefg"])).toBe("a, b, c, d, e and 2 more");
});
