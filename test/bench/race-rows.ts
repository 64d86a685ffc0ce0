/** Turns of a race as rows: ours against the floor, which is by hand, and against libraries. */
import { compared, median, type Row } from "./row.js";
import type { Turn } from "./race.js";

export interface Column<Measured> {
  readonly name: string;
  readonly unit: string;
  readonly key: keyof Measured & string;
  /** Against the floor, such as `<= 0.8`. */
  readonly goal?: string;
  /** Compared with libraries too. */
  readonly libraries?: true;
}

export function raceRows<Measured extends Record<string, number>>(
  turns: readonly Turn<Measured>[],
  kinds: readonly string[],
  columns: readonly Column<Measured>[],
  where: string,
  hasGoals = true,
): readonly Row[] {
  const of = (kind: string, key: keyof Measured & string): number[] =>
    turns.flatMap((turn) => (turn.kind === kind ? turn[key] : []));
  const ours = kinds.find((kind) => kind.endsWith("/ours"));
  const others = kinds.filter((kind) => kind !== ours);
  return columns.flatMap(({ name, unit, key, goal, libraries }): Row[] => {
    const what = `${name}, ${where}`;
    if (!ours || others.length === 0) {
      return kinds.map((kind) => ({
        what: `${what}: ${kind}`,
        unit,
        ours: median(of(kind, key)),
      }));
    }
    return others.flatMap((kind) => {
      const isRaw = kind.endsWith("/raw");
      const wanted = isRaw && hasGoals ? goal : undefined;
      if (!isRaw && !libraries) return [];
      const peer = { name: kind, values: of(kind, key) };
      return compared(what, unit, of(ours, key), peer, wanted);
    });
  });
}

export function clientsOf(count: number): string {
  return `${count.toLocaleString("en")} client${count === 1 ? "" : "s"}`;
}
