/** Everything that is printed, but for prompts. */
import type { Diagnostic } from "../diagnostics/diagnostics.js";
import { formatDiagnostics } from "../diagnostics/format.js";
import { isRaised } from "../diagnostics/strict.js";
import type { Plan, Refusal } from "../plan/plan.js";
import { unifiedDiff } from "../plan/diff.js";
import { CliError, ExitCode } from "./exit-code.js";
import { hasColor, type Io } from "./io.js";

export interface Painter {
  (
    color: "red" | "green" | "yellow" | "cyan" | "bold" | "dim",
    text: string,
  ): string;
}

const codes = { red: 31, green: 32, yellow: 33, cyan: 36, bold: 1, dim: 2 };

export function painter(stream: NodeJS.WriteStream, env: Io["env"]): Painter {
  return hasColor(stream, env)
    ? (color, text) => `\u001b[${codes[color]}m${text}\u001b[0m`
    : (_, text) => text;
}

export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  { stderr, env }: Io,
): void {
  if (diagnostics.length === 0) return;
  const color = hasColor(stderr, env);
  stderr.write(`${formatDiagnostics(diagnostics, { color })}\n`);
  if (diagnostics.some(isRaised)) {
    stderr.write("(--strict: warnings are errors)\n");
  }
}

/** One line per change. */
export function describePlan(plan: Plan, paint: Painter): string {
  const lines = plan.actions.map(({ kind, path }) => {
    switch (kind) {
      case "create":
        return `  ${paint("green", "create")}  ${path}`;
      case "replace":
        return `  ${paint("yellow", "replace")} ${path}`;
      case "delete":
        return `  ${paint("red", "delete")}  ${path}`;
      default:
        return kind satisfies never;
    }
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** The whole plan as a patch. */
export function diffOfPlan(plan: Plan): string {
  return plan.actions
    .map((action) => {
      switch (action.kind) {
        case "create":
          return unifiedDiff(action.path, undefined, textOf(action.content));
        case "replace":
          return unifiedDiff(action.path, action.before.text, action.content);
        case "delete":
          return unifiedDiff(action.path, action.before.text, undefined);
        default:
          return action satisfies never;
      }
    })
    .join("");
}

function textOf(content: string | Uint8Array): string {
  return typeof content === "string"
    ? content
    : new TextDecoder().decode(content);
}

/** Why nothing was written, with what would be lost. */
function describeRefusal(refusal: Refusal, paint: Painter): string {
  const { path } = refusal;
  switch (refusal.reason) {
    case "edited":
      return (
        `${paint("red", "edited")}  ${path} was generated, and edited since\n` +
        unifiedDiff(path, refusal.before, refusal.after)
      );
    case "foreign":
      return `${paint("red", "taken")}   ${path} was not made by create-realtime\n`;
    case "not-a-file":
      return `${paint("red", "taken")}   ${path} is a link, a folder or a device\n`;
    case "outside":
      return `${paint("red", "outside")} ${path} leads out of the project\n`;
    default:
      return refusal satisfies never;
  }
}

/** Stops where a plan has refusals, after showing them all. */
export function refusePlan(plan: Plan, { stderr, env }: Io, end: string): void {
  if (plan.refusals.length === 0) return;
  const paint = painter(stderr, env);
  for (const refusal of plan.refusals) {
    stderr.write(describeRefusal(refusal, paint));
  }
  const edited = plan.refusals.some(({ reason }) => reason === "edited");
  throw new CliError(
    ExitCode.problem,
    `${plan.refusals.length} of the files cannot be written; ${end}`,
    edited
      ? "move your changes to files of your own; --force replaces the edited ones and keeps each as *.bak"
      : undefined,
  );
}

export function printJson({ stdout }: Io, value: unknown): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Shown in place while something takes longer than a second, on terminals alone. */
export async function withProgress<T>(
  { stderr }: Io,
  what: string,
  work: Promise<T>,
): Promise<T> {
  if (!stderr.isTTY) return work;
  const start = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 1_000);
    stderr.write(`\r\u001b[K${what} … ${seconds} s`);
  }, 1_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    stderr.write("\r\u001b[K");
  }
}
