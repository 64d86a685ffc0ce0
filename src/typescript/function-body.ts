/** The text of a check: statements over `v` that gather issues in `bad`. */
import { ifStatement, reads, statement, type Expression } from "./code.js";

export interface FunctionBody {
  readonly text: string;
  /** Whether it looks at the value. */
  readonly isRead: boolean;
}

/** The lines of a function over `v` that gathers issues in `bad`. */
export class Body {
  #out = "";
  #declared = false;
  /** The last assignment, which may become the `return`. */
  #last: Expression | undefined;

  add(line: string): void {
    this.#flush();
    this.#out += line;
  }

  assign(value: Expression, depth = 1): void {
    this.#flush();
    if (depth === 1) this.#last = value;
    else this.#out += statement(depth, "bad = ", value);
  }

  assignIf(test: Expression, value: Expression, depth = 1): void {
    this.#open();
    this.#out += ifStatement(depth, test, "bad = ", value);
  }

  assignAllIf(
    test: Expression,
    values: readonly Expression[],
    depth = 1,
  ): void {
    if (values.length === 1) {
      this.assignIf(test, values[0]!, depth);
      return;
    }
    this.#open();
    this.#out += blockHead(depth, test);
    for (const value of values)
      this.#out += statement(depth + 1, "bad = ", value);
    this.#out += `${"  ".repeat(depth)}}\n`;
  }

  /** What follows is for objects only. */
  guard(): void {
    this.#open();
    this.#out += "  if (!isObject(v)) return bad;\n";
  }

  #open(): void {
    this.#flush();
    if (this.#declared) return;
    this.#declared = true;
    this.#out += "  let bad: Issues;\n";
  }

  #flush(): void {
    const last = this.#last;
    if (last === undefined) return;
    this.#last = undefined;
    this.#open();
    this.#out += statement(1, "bad = ", last);
  }

  /** What was added so far, where it ends otherwise. */
  open(): string {
    return this.#out;
  }

  end(): FunctionBody {
    // Of several statements one reads the value.
    const some = this.#out !== "";
    if (this.#last === undefined) {
      const issues = this.#declared ? "bad" : "none";
      return { text: `${this.#out}  return ${issues};\n`, isRead: some };
    }
    const value = this.#declared ? this.#last : withoutIssues(this.#last);
    return {
      text: this.#out + statement(1, "return ", value),
      isRead: some || reads(value),
    };
  }
}

function blockHead(depth: number, test: Expression): string {
  return ifStatement(depth, test, "{", "").replace(/\s*\{;\n$/, " {\n");
}

/** The first call of a function has no issues to take over. */
function withoutIssues(value: Expression): Expression {
  if (typeof value === "string" || value.kind !== "call") return value;
  const [first, ...rest] = value.args;
  return first === "bad" ? { ...value, args: ["none", ...rest] } : value;
}
