/** The errors of the runtime, the same classes on both ends. */
import type { WireError } from "./protocol.js";
import type { EventSpec } from "./spec.js";
import type { Issue, Issues } from "./validation.js";

/** What a client does about it: tries again later, or once with a new token, or not at all. */
export type Recovery = "retry" | "authenticate" | "stop";

/** Every error of the runtime: `code` tells them apart, across bundles too. */
export class RealtimeError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly recovery: Recovery;

  constructor(
    code: Code,
    message: string = code,
    options?: ErrorOptions & { recovery?: Recovery },
  ) {
    super(message, options);
    this.name = `RealtimeError [${code}]`; // names of classes do not survive minifying
    this.code = code;
    this.recovery = options?.recovery ?? "stop";
  }
}

/** A payload, its headers or a parameter does not fit the schema. */
export class ValidationError extends RealtimeError<"invalid_payload"> {
  readonly issues: readonly Issue[];

  constructor(subject: string, issues: readonly Issue[]) {
    const [first] = issues;
    super(
      "invalid_payload",
      `${subject}: /${first?.path.join("/")} ${first?.message}`,
    );
    this.issues = issues;
  }
}

/** Throws a {@link ValidationError} where a check found something. */
export function assertFits(subject: string, issues: Issues): void {
  if (issues) throw new ValidationError(subject, issues);
}

/** Throws where a message, from whichever side, does not fit. */
export function assertMessage(
  type: string,
  { check, headers }: EventSpec,
  data: unknown,
  given: Readonly<Record<string, unknown>> = {},
): void {
  assertFits(type, check(data));
  assertFits(`headers of ${type}`, headers?.(given));
}

/** What a contract has under a name from outside; `constructor` is one too. */
export function own<Spec>(
  specs: Readonly<Record<string, Spec>>,
  name: string,
): Spec | undefined {
  return Object.hasOwn(specs, name) ? specs[name] : undefined;
}

/** No answer came in time; the message may have been handled all the same. */
export class ReplyTimeout extends RealtimeError<"reply_timeout"> {
  constructor(message: string) {
    super("reply_timeout", message);
  }
}

/** The other end refused, broke off or is silent. */
export class RemoteError extends RealtimeError {
  /** What was wrong with the payload, where that was the error. */
  readonly issues: WireError["issues"];
  /** When trying again may help, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** `application`: one of the contract's typed errors, with its payload. */
  readonly kind: WireError["kind"] | undefined;
  readonly payload: unknown;

  constructor(
    {
      code,
      message,
      kind,
      payload,
      issues,
      retryAfterMs,
    }: Pick<WireError, "code"> & Partial<WireError>,
    recovery: Recovery = recoveryOf(code),
  ) {
    super(code, message, { recovery });
    this.kind = kind;
    this.payload = payload;
    this.issues = issues;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Of the runtime's own codes, and of `http_…` from something on the way. */
function recoveryOf(code: string): Recovery {
  return /^(unauthenticated|forbidden|http_40[13])$/.test(code)
    ? "authenticate"
    : /^(unavailable|shutting_down|too_many|http_(5..|408|425|429))$/.test(code)
      ? "retry"
      : "stop";
}

/** Base of the contract's typed errors. */
export class ApplicationError<
  Code extends string = string,
  Payload = unknown,
> extends RealtimeError<Code> {
  readonly payload: Payload;

  constructor(code: Code, payload: Payload, name?: string) {
    super(code);
    this.payload = payload;
    if (name) this.name = name;
  }
}

/** The class of one typed error; generated code calls this. */
export function applicationError<Code extends string, Payload>(
  code: Code,
  name?: string,
): new (payload: Payload) => ApplicationError<Code, Payload> {
  return class extends ApplicationError<Code, Payload> {
    constructor(payload: Payload) {
      super(code, payload, name);
    }
  };
}

type ErrorClass<Case> = Case extends {
  readonly code: infer Code extends string;
  readonly payload: infer Payload;
}
  ? new (payload: Payload) => ApplicationError<Code, Payload>
  : never;

/** The classes of one message's typed errors, from their codes by class name. */
export function applicationErrors<Cases extends object>(codes: {
  readonly [Name in keyof Cases]: Cases[Name] extends { readonly code: infer C }
    ? C
    : never;
}): { readonly [Name in keyof Cases]: ErrorClass<Cases[Name]> } {
  const classes = Object.entries(codes).map(([name, code]) => [
    name,
    applicationError(code as string, name),
  ]);
  return Object.fromEntries(classes) as {
    [Name in keyof Cases]: ErrorClass<Cases[Name]>;
  };
}

/** Any of several typed errors, discriminated by `code`. */
export type ErrorOf<
  Classes extends Readonly<Record<string, new (payload: never) => Error>>,
> = InstanceType<Classes[keyof Classes]>;

/** The store did not answer in time, or too much waits for it; the event may have been appended all the same. */
export class EngineUnavailable extends RealtimeError<"unavailable"> {
  constructor(message: string, options?: ErrorOptions) {
    super("unavailable", message, options);
  }
}

/** The id was used before, for another body. */
export class IdempotencyConflict extends RealtimeError<"conflict"> {
  constructor(id: string) {
    super("conflict", `the id ${id} was used for another body`);
  }
}
