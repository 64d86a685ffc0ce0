import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { applyPlan, recover } from "../../../src/apply/transaction.js";
import { createNodeWriteHost } from "../../../src/host/write-host.js";
import { buildPlan } from "../../../src/plan/build.js";
import { withHeader } from "../../../src/plan/header.js";
import {
  faultyWriteHost,
  type Fault,
} from "../../support/faulty-write-host.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const options = {
  owner: { pid: 1, host: "here", since: 0 },
  alive: () => false,
};

const before = {
  "realtime.lock": "old\n",
  "src/main.ts": "theirs\n",
  "src/realtime/a.ts": withHeader("a.ts", "export {};\n", "s.yaml"),
  "src/realtime/deep/gone.ts": withHeader("gone.ts", "let a;\n", "s.yaml"),
};

const desired = {
  generated: [
    { path: "src/realtime/a.ts", content: "export const a = 1;\n" },
    { path: "src/realtime/new/b.ts", content: "export const b = 2;\n" },
  ],
  folders: ["src/realtime"],
  carried: [{ path: "realtime.lock", content: "new\n" }],
  once: [{ path: "src/handlers/index.ts", content: "export {};\n" }],
};

function prepared() {
  const root = temporaryFolder();
  writeTree(root, before);
  const host = createNodeWriteHost(root);
  const plan = buildPlan(desired, host, { schema: "s.yaml", force: false });
  return { root, host, plan };
}

function outcome() {
  const { root, host, plan } = prepared();
  const counting = faultyWriteHost(host);
  applyPlan(plan, counting, options);
  return { after: readTree(root), changes: counting.changes };
}

test("applies every kind of action and leaves nothing else behind", () => {
  const { after } = outcome();
  expect(Object.keys(after).sort()).toEqual([
    "realtime.lock",
    "src/handlers/index.ts",
    "src/main.ts",
    "src/realtime/a.ts",
    "src/realtime/new/b.ts",
  ]);
  expect(after["realtime.lock"]).toBe("new\n");
  expect(after["src/main.ts"]).toBe("theirs\n");
});

for (const kind of ["error", "crash"] as const) {
  for (const late of [false, true]) {
    test(`is all or nothing: ${kind} ${late ? "after" : "before"} each change`, () => {
      const { after, changes } = outcome();
      expect(changes).toBeGreaterThan(20);
      const seen = new Set<string>();
      for (let at = 0; at < changes; at++) {
        const fault: Fault = { at, kind, after: late };
        const { root, host, plan } = prepared();
        try {
          applyPlan(plan, faultyWriteHost(host, fault), options);
        } catch {
          // What it left on the disk is the question.
        }
        if (kind === "crash") recover(host, options);
        const tree = readTree(root);
        if (kind === "error") recover(host, options);
        const end = equal(readTree(root), after) ? "after" : "before";
        expect(readTree(root), `fault at ${at}`).toEqual(
          end === "after" ? after : before,
        );
        // An error is undone, or was too late to matter, before anyone looks.
        const theirs = Object.entries(tree).filter(
          ([path]) => !path.startsWith(".realtime/"),
        );
        expect(Object.fromEntries(theirs), `fault at ${at}`).toEqual(
          end === "after" ? after : before,
        );
        seen.add(end);
      }
      expect([...seen].sort()).toEqual(["after", "before"]);
    });
  }
}

test("a recovery that crashes is recovered in turn", () => {
  const { after, changes } = outcome();
  for (let at = Math.floor(changes / 3); at < changes; at += 3) {
    for (let second = 0; second < 12; second++) {
      const { root, host, plan } = prepared();
      const crash = { kind: "crash", after: false } as const;
      try {
        applyPlan(plan, faultyWriteHost(host, { at, ...crash }), options);
        // eslint-disable-next-line no-empty
      } catch {}
      try {
        recover(faultyWriteHost(host, { at: second, ...crash }), options);
        // eslint-disable-next-line no-empty
      } catch {}
      recover(host, options);
      const tree = readTree(root);
      expect(tree).toEqual(equal(tree, after) ? after : before);
    }
  }
});

function crashed() {
  const { changes } = outcome();
  const made = prepared();
  const fault = { at: changes - 8, kind: "crash", after: true } as const;
  expect(() =>
    applyPlan(made.plan, faultyWriteHost(made.host, fault), options),
  ).toThrow("dead");
  expect(readTree(made.root)).toHaveProperty([
    ".realtime/transaction/journal.json",
  ]);
  return made;
}

describe("what a run left behind", () => {
  test("is left alone while its process lives", () => {
    const { root, host } = crashed();
    const tree = readTree(root);
    const living = { ...options, alive: () => true };
    expect(() => recover(host, living)).toThrow("busy");
    expect(readTree(root)).toEqual(tree);
  });

  test("does not undo what someone wrote since", () => {
    const { root, host } = crashed();
    const theirs = { "src/realtime/a.ts": "written since\n" };
    writeTree(root, theirs);
    recover(host, options);
    expect(readTree(root)).toMatchObject(theirs);
    expect(Object.keys(readTree(root)).join()).not.toContain(".realtime/");
  });

  test("in a copied or a cloned tree is nothing to carry out", () => {
    const { root } = crashed();
    const clone = temporaryFolder();
    writeTree(clone, readTree(root));
    const before = readTree(clone);
    recover(createNodeWriteHost(clone), options);
    const theirs = Object.entries(before).filter(
      ([path]) => !path.startsWith(".realtime/"),
    );
    expect(readTree(clone)).toEqual(Object.fromEntries(theirs));
  });
});

test("a loss of power that takes new contents along undoes the change", () => {
  const { after, changes } = outcome();
  const ends = new Set<string>();
  for (let at = 0; at < changes; at++) {
    const { root, host, plan } = prepared();
    const fault: Fault = { at, kind: "crash", after: true };
    try {
      applyPlan(plan, faultyWriteHost(host, fault), options);
    } catch {
      // Not where it had only to tidy up.
    }
    const staged = Object.keys(readTree(root)).filter((path) =>
      plan.actions.some(
        ({ kind }, i) =>
          kind === "create" && path === `.realtime/transaction/new-${i}`,
      ),
    );
    writeTree(root, Object.fromEntries(staged.map((path) => [path, ""])));
    recover(host, options);
    const tree = readTree(root);
    const end = equal(tree, after) ? "after" : "before";
    expect(tree, `power lost at ${at}`).toEqual(
      end === "after" ? after : before,
    );
    ends.add(`${end}, ${staged.length > 0 ? "some" : "none"} lost`);
  }
  expect([...ends].sort()).toEqual([
    "after, none lost",
    "before, none lost",
    "before, some lost",
  ]);
});

test("state folders that are links lead nowhere", () => {
  const { root, host, plan } = prepared();
  const outside = temporaryFolder();
  symlinkSync(outside, join(root, ".realtime"));
  expect(() => applyPlan(plan, host, options)).toThrow("refused");
  expect(readTree(outside)).toEqual({});
});

function equal(a: Record<string, string>, b: Record<string, string>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
