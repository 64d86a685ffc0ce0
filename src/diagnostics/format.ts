/** Diagnostics as people and programs read them. */
import { positionOf } from "../source/source-file.js";
import { codeFrame } from "./code-frame.js";
import type { Diagnostic } from "./diagnostics.js";
import { visible } from "./text-width.js";

export interface FormatOptions {
  /** ANSI colours. Default: none. */
  readonly color?: boolean;
  /** Diagnostics shown before "… and n more". Default: 50. */
  readonly limit?: number;
}

/**
 * One paragraph for each diagnostic, by file and position: what is wrong, a
 * code frame and, where there is one, the fix. Targets must have their ranges
 * (`documents/locate.ts`).
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  { color = false, limit = 50 }: FormatOptions = {},
): string {
  const paint = color ? ansi : plain;
  const sorted = sortDiagnostics(diagnostics);
  const shown = sorted.slice(0, limit).map((each) => formatOne(each, paint));
  const more = sorted.length - shown.length;
  if (more > 0) shown.push(`… and ${more} more`);
  return shown.map((paragraph) => `${paragraph}\n`).join("\n");
}

/** A diagnostic as `--json` prints it; lines and columns are one-based. */
export interface DiagnosticJson {
  readonly code: string;
  readonly id: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly start?: { readonly line: number; readonly column: number };
  readonly end?: { readonly line: number; readonly column: number };
}

export function diagnosticsToJson(
  diagnostics: readonly Diagnostic[],
): readonly DiagnosticJson[] {
  return sortDiagnostics(diagnostics).map(toJson);
}

function toJson(diagnostic: Diagnostic): DiagnosticJson {
  const { code, id, severity, message, hint, target } = diagnostic;
  const range = target?.range;
  return {
    code,
    id,
    severity,
    message,
    ...(hint !== undefined && { hint }),
    ...(target && { file: target.file.path }),
    ...(target &&
      range && {
        start: positionOf(target.file, range.start),
        end: positionOf(target.file, range.end),
      }),
  };
}

/** By file, place and code; what is said twice of one place is said once. */
export function sortDiagnostics(
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const unique = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, message, target } = diagnostic;
    const key = [target?.file.path, target?.range?.start, code, message];
    const text = JSON.stringify(key);
    if (!unique.has(text)) unique.set(text, diagnostic);
  }
  return [...unique.values()].sort(
    (a, b) =>
      compare(a.target?.file.path ?? "", b.target?.file.path ?? "") ||
      startOf(a) - startOf(b) ||
      compare(a.code, b.code),
  );
}

function startOf({ target }: Diagnostic): number {
  return target?.range?.start ?? 0;
}

/** By code unit: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly severity: (text: string, severity: Diagnostic["severity"]) => string;
}

const plain: Paint = {
  bold: (text) => text,
  dim: (text) => text,
  severity: (text) => text,
};

const ansi: Paint = {
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
  severity: (text, severity) =>
    `\u001b[${severity === "error" ? 31 : 33}m${text}\u001b[39m`,
};

function formatOne(diagnostic: Diagnostic, paint: Paint): string {
  const { code, severity, message, hint, target } = diagnostic;
  const what = `${paint.severity(severity, severity)} ${code}: ${visible(message)}`;
  const lines: string[] = [];
  if (target === undefined) {
    lines.push(what);
  } else {
    const { file, range } = target;
    const { line, column } = positionOf(file, range?.start ?? 0);
    const place = `${visible(file.path)}:${line}:${column}`;
    lines.push(`${paint.bold(place)} - ${what}`);
    const frame = range && codeFrame(file, range.start, range.end);
    if (frame) {
      const marked = frame
        .split("\n")
        .map((text) =>
          /^ +\| *\^+$/.test(text)
            ? paint.severity(text, severity)
            : paint.dim(text),
        );
      lines.push("", ...marked);
    }
  }
  if (hint !== undefined) lines.push("", `hint: ${visible(hint)}`);
  return lines.join("\n");
}
