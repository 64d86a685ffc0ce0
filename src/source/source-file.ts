/** A text that positions point into. */
export interface SourceFile {
  /** As the user named it, relative to where they stand, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A range of a source file, in UTF-16 units. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** One-based, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Lines end at LF, CRLF or CR. */
export function positionOf(file: SourceFile, offset: number): Position {
  const starts = lineStartsOf(file);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** A file with thousands of problems is searched for its lines only once. */
const lineStarts = new WeakMap<SourceFile, readonly number[]>();

function lineStartsOf(file: SourceFile): readonly number[] {
  let starts = lineStarts.get(file);
  if (starts === undefined) {
    const breaks = file.text.matchAll(/\r\n|\r|\n/g);
    starts = [0, ...Array.from(breaks, (at) => at.index + at[0].length)];
    lineStarts.set(file, starts);
  }
  return starts;
}

/** A way into a document, innermost last; shared tails make it cheap to keep. */
export interface Path {
  readonly parent: Path | undefined;
  readonly key: string | number;
}

/**
 * Where something stands, before anyone asked for line and column: documents
 * are read without ranges, and read again with them only when a diagnostic
 * needs one (`documents/locate.ts`).
 */
export interface Origin {
  readonly file: SourceFile;
  readonly path: Path | undefined;
}
