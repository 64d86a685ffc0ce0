/**
 * Assertions to check functions: straight-line code over the runtime's
 * `validation.ts`, one statement per property.
 */
import type { Assertion, DefinitionId } from "../contract/assertion.js";
import { rejectsAbsence } from "./absence.js";
import { tupleStatements } from "./array-checks.js";
import { arrow, call, signature, unlike, type Expression } from "./code.js";
import { Declarations } from "./declarations.js";
import { Body, type FunctionBody } from "./function-body.js";
import { stringLiteral } from "./literals.js";
import { dispatch, logicStatements, soleChoice } from "./logic-checks.js";
import { objectStatements } from "./object-checks.js";
import {
  flatten,
  isEmpty,
  isInline,
  isTuple,
  partsOf,
  type Parts,
} from "./parts.js";
import { stepCall, type Step } from "./scalars.js";
import { propertySpot, type Spot } from "./spot.js";
import { unevaluatedStatements } from "./unevaluated-checks.js";
import { stepsOf } from "./value-checks.js";

export interface CheckContext {
  /** The schema of a definition. */
  schemaOf(id: DefinitionId): Assertion | undefined;
  /** The definition that an alias stands for in the end; any other is itself. */
  target(id: DefinitionId): DefinitionId;
  /** The name of a definition's check. */
  checkName(id: DefinitionId): string;
  /** Whether the definition leads back to the one that is being emitted. */
  isRecursive(id: DefinitionId): boolean;
  /** Type names of nested objects, by their way: see `types.ts`. */
  readonly nested: ReadonlyMap<string, string>;
}

export interface CheckText {
  readonly text: string;
  readonly references: ReadonlySet<DefinitionId>;
  /** Names of the runtime that the text uses. */
  readonly runtime: ReadonlySet<string>;
}

/** What the runtime gives that is not called. */
const WITHOUT_CALL = [
  ["here", /\bhere\b/],
  ["none", /\bnone\b/],
] as const;

/** Literals of texts, which may say the same words. */
const TEXTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** The check of one type, exported, with the checks of what is nested in it. */
export function declareCheck(
  typeName: string,
  schema: Assertion,
  context: CheckContext,
): CheckText {
  const emitter = new Emitter(typeName, context);
  emitter.declare(`check${typeName}`, schema, "", true);
  return emitter;
}

/** Writes the checks of one type; what they need of each other goes through here. */
export class Emitter implements CheckText {
  readonly references = new Set<DefinitionId>();
  readonly runtime = new Set<string>();
  readonly context: CheckContext;
  readonly declarations: Declarations;
  /** Functions that have been written, by what they check. */
  readonly #written = new Map<Assertion, string>();

  constructor(owner: string, context: CheckContext) {
    this.context = context;
    this.declarations = new Declarations(owner, context.nested);
  }

  get text(): string {
    return this.declarations.text;
  }

  declare(
    name: string,
    schema: Assertion,
    way: string,
    exported = false,
  ): void {
    this.use("Issues");
    this.declarations.add(name, () => {
      const { text, isRead } = this.#body(schema, way);
      return `${signature(name, exported, isRead)}\n${text}}\n`;
    });
  }

  use(...names: readonly string[]): void {
    for (const name of names) this.runtime.add(name);
  }

  call(callee: string, ...args: readonly Expression[]): Expression {
    this.use(callee);
    return call(callee, ...args);
  }

  step(one: Step, bad: string, { key, value }: Spot): Expression {
    this.use(one.alone ? "under" : one.callee);
    for (const arg of one.args)
      if (arg === "required" || arg === "optional" || arg === "loose")
        this.use(arg);
    return stepCall(one, bad, key, value);
  }

  #body(schema: Assertion, way: string): FunctionBody {
    const parts = partsOf(schema);
    const lines = new Body();
    if (parts.orNull) {
      this.use("none");
      lines.add(`  if (v === null) return none;\n`);
    }
    const root: Spot = { key: "here", value: "v", depth: 1, way };
    const told = soleChoice(this, parts);
    if (told)
      return { text: lines.open() + dispatch(this, told, way), isRead: true };
    const only =
      parts.types?.size === 1 ? parts.types.values().next().value : undefined;
    if (only === "object" && parts.objects.length > 0) {
      this.use("isObject", "notObject");
      lines.add("  if (!isObject(v)) return notObject(v);\n");
      this.#elsewhere(lines, { ...parts, types: undefined }, root);
      for (const check of parts.objects)
        objectStatements(this, lines, check, way);
    } else if (isTuple(parts)) {
      const typed = only === "array";
      if (typed) this.use("notArray");
      else this.use("none");
      const otherwise = typed ? "notArray(v)" : "none";
      lines.add(`  if (!Array.isArray(v)) return ${otherwise};\n`);
      tupleStatements(this, lines, parts.arrays[0]!, way);
    } else {
      this.#elsewhere(lines, parts, root);
      if (parts.objects.length > 0) {
        this.use("isObject");
        lines.guard();
        for (const check of parts.objects)
          objectStatements(this, lines, check, way);
      }
    }
    unevaluatedStatements(this, lines, parts, "unevaluatedProperties", way);
    const body = lines.end();
    for (const [name, word] of WITHOUT_CALL)
      if (body.text.includes(name) && word.test(body.text.replace(TEXTS, "")))
        this.use(name);
    return body;
  }

  /** Everything but the insides of objects. */
  #elsewhere(lines: Body, parts: Parts, root: Spot): void {
    const presence = parts.types || parts.values ? "required" : "loose";
    if (parts.never) lines.assign(this.never(root.key));
    else
      for (const one of stepsOf(this, parts, presence, root))
        lines.assign(this.step(one, "bad", root));
    logicStatements(this, lines, parts, root);
    unevaluatedStatements(this, lines, parts, "unevaluatedItems", root.way);
  }

  never(key: string): Expression {
    const message = stringLiteral("must not be there");
    return this.call("no", "bad", key, `"false"`, message);
  }

  /** The statements for a property or an item that may be absent. */
  place(
    lines: Body,
    schema: Assertion,
    presence: "required" | "optional",
    spot: Spot,
  ): void {
    const { key, value, depth, way } = spot;
    const parts = partsOf(schema);
    const refuses =
      !parts.never && rejectsAbsence(schema, this.context.schemaOf);
    if (presence === "required" && !refuses)
      lines.assign(this.call("present", "bad", key, value), depth);
    if (isEmpty(parts)) return;
    if (parts.never) {
      lines.assignIf(unlike(value, "undefined"), this.never(key), depth);
      return;
    }
    if (!isInline(parts)) {
      const part = this.checkOf(schema, way, value);
      const put = this.call("under", "bad", key, part);
      if (presence === "required") lines.assign(put, depth);
      else lines.assignIf(unlike(value, "undefined"), put, depth);
      return;
    }
    const how =
      parts.types || parts.values || parts.orNull ? presence : "loose";
    const steps = stepsOf(this, parts, how, spot);
    const exprs = steps.map((one) => this.step(one, "bad", spot));
    if (!parts.orNull) for (const one of exprs) lines.assign(one, depth);
    else lines.assignAllIf(unlike(value, "null"), exprs, depth);
  }

  /** A property of `v`. */
  property(name: string, way: string): Spot {
    const spot = propertySpot(name, way);
    if (spot.isInherited) this.use("own");
    return spot;
  }

  checkName(id: DefinitionId): string {
    const target = this.context.target(id);
    this.references.add(target);
    return this.context.checkName(target);
  }

  reference(id: DefinitionId, value: string): Expression {
    const name = this.checkName(id);
    return this.context.isRecursive(id)
      ? this.call("deeper", name, value)
      : call(name, value);
  }

  /** The issues of a value by a schema. */
  checkOf(schema: Assertion, way: string, value: string): Expression {
    const id = soleReference(schema);
    if (id !== undefined) return this.reference(id, value);
    return call(this.named(schema, way), value);
  }

  /** A function for a schema, as short as can be. */
  check(schema: Assertion, way: string, always = false): Expression {
    const id = soleReference(schema);
    if (id !== undefined) {
      if (this.context.isRecursive(id)) return arrow(this.reference(id, "v"));
      return this.checkName(id);
    }
    const parts = partsOf(schema);
    if (isEmpty(parts) && !always) return "undefined";
    if (isInline(parts) && !parts.never && !parts.orNull) {
      const spot: Spot = { key: "here", value: "v", depth: 1, way };
      const presence = parts.types || parts.values ? "required" : "loose";
      const steps = stepsOf(this, parts, presence, spot);
      if (steps.length === 1) {
        this.use("none", "here");
        return arrow(this.step(steps[0]!, "none", spot));
      }
    }
    return this.named(schema, way);
  }

  named(schema: Assertion, way: string): string {
    const id = soleReference(schema);
    if (id !== undefined && !this.context.isRecursive(id)) {
      return this.checkName(id);
    }
    const written = this.#written.get(schema);
    if (written !== undefined) return written;
    const name = this.declarations.fresh(way);
    this.#written.set(schema, name);
    this.declare(name, schema, way);
    return name;
  }
}

function soleReference({ checks }: Assertion): DefinitionId | undefined {
  const [check, ...others] = flatten(checks);
  return check?.kind === "reference" && others.length === 0
    ? check.to
    : undefined;
}
