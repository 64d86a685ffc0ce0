/** Standard Schema (https://standardschema.dev, version 1). */
import { type Check, type Issue, pointer } from "./issues.js";

/** A type that exists at run time too. */
export interface Schema<T> {
  /** What is wrong, or `undefined`. */
  readonly check: Check;
  is(value: unknown): value is T;
  /**
   * The value itself, not a copy.
   * @throws {ValidationError}
   */
  parse(value: unknown): T;
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "create-realtime";
    readonly validate: (
      value: unknown,
    ) => { readonly value: T } | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: T; readonly output: T };
  };
}

export class ValidationError extends Error {
  override readonly name = "ValidationError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(
      issues.map((issue) => `${pointer(issue)} ${issue.message}`).join("; "),
    );
    this.issues = issues;
  }
}

export function schema(check: Check): Schema<never> {
  return {
    check,
    is: (value): value is never => check(value) === undefined,
    parse(value) {
      const issues = check(value);
      if (issues) throw new ValidationError(issues);
      return value as never;
    },
    "~standard": {
      version: 1,
      vendor: "create-realtime",
      validate(value) {
        const issues = check(value);
        return issues ? { issues } : { value: value as never };
      },
    },
  };
}
