/** The rows as the page in the repository. */
import { format } from "prettier";
import {
  CHECKED_WITH,
  TECHNIQUES,
  type LoweredRow,
  type RefusedRow,
  type Row,
  type Verdict,
} from "./row.js";

export const PAGE = "CORPUS.md";

const INTRODUCTION = `# Real documents

What create-realtime makes of schemas that other people wrote: the files of the corpus that stands beside this checkout, none of which was written for it. \`npm run corpus\` makes this page anew, and a test compares it with what a fresh run says.

- **lowered**: its channels and messages, the warnings it gets, and the end it is read from: the other one where the document is plainly written from there.
- **types**: the generated code is clean under the strictest flags of each TypeScript, and generated values of every schema are assignable to its type.
- **validators**: generated values are accepted, and every value with one thing wrong is refused at the place where it is, by the emitted code, by the compiler's own check, and by Ajv where it can read the schema as it stands in the file.
- **SSE**, **WebSocket**: a server and a client of the generated code start, and every message of the contract passes between them with generated values, either way.

`;

export async function pageOf(rows: readonly Row[]): Promise<string> {
  const lowered = rows.filter((row): row is LoweredRow => "results" in row);
  const refused = rows.filter((row): row is RefusedRow => "reason" in row);
  const problems = lowered.flatMap(problemsOf);
  const empty = lowered.flatMap(({ document, results }) =>
    results.empty.map((key) => `- ${code(document)}: ${escaped(key)}\n`),
  );
  const parts = [
    INTRODUCTION,
    table(
      [
        "document",
        "language",
        "end",
        "channels",
        "messages",
        "warnings",
        ...CHECKED_WITH.map((version) => `types, ${version}`),
        "validators",
        "SSE",
        "WebSocket",
      ],
      lowered.map(cellsOf),
    ),
    problems.length === 0 ? "" : `\n## What is wrong\n\n${problems.join("")}`,
    empty.length === 0
      ? ""
      : `\n## Schemas that accept nothing\n\nTheir authors contradict themselves, such as by a required property that is not allowed. No value can be sent, and nothing is proved of them.\n\n${empty.join("")}`,
    "\n## Not lowered, and why\n\n",
    table(
      ["file", "language", "the first diagnostic", "more"],
      refused.map(({ document, language, reason }) => [
        code(document),
        language,
        escaped(`${reason.code}: ${reason.message}`),
        reason.more,
      ]),
    ),
  ];
  return format(parts.join(""), { parser: "markdown" });
}

function cellsOf(row: LoweredRow): Cells {
  return [
    code(row.document),
    row.language,
    row.perspective,
    row.channels,
    row.messages,
    row.warnings,
    ...CHECKED_WITH.map((version) => mark(row.results.types[version])),
    mark(row.results.validators),
    ...TECHNIQUES.map((technique) => mark(row.results.passes[technique])),
  ];
}

function problemsOf({ document, results }: LoweredRow): string[] {
  const verdicts: readonly (readonly [string, Verdict])[] = [
    ...CHECKED_WITH.map(
      (version) => [`types, ${version}`, results.types[version]] as const,
    ),
    ["validators", results.validators],
    ...TECHNIQUES.map(
      (technique) => [technique, results.passes[technique]] as const,
    ),
  ];
  return verdicts.flatMap(([what, verdict]) =>
    verdict === true
      ? []
      : `- ${code(document)}, ${what}: ${escaped(verdict)}\n`,
  );
}

type Cells = readonly (string | number)[];

function table(head: readonly string[], rows: readonly Cells[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");
}

function mark(verdict: Verdict): string {
  return verdict === true ? "✓" : "✗";
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Words of a document may look like Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#~$]/g, "\\$&").replaceAll(/\s+/g, " ");
}
