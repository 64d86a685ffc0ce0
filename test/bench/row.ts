/** One measured figure. Ratios come from rounds in one run; see CONTRIBUTING. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly unit: string;
  /** What it is compared with, measured in the same rounds. */
  readonly against?: { readonly name: string; readonly value: number };
  readonly ratio?: number;
  /** The number to beat, such as `<= 0.6`. */
  readonly goal?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Our figure against a peer's, by the median of the rounds' ratios. */
export function compared(
  what: string,
  unit: string,
  ours: readonly number[],
  peer: { readonly name: string; readonly values: readonly number[] },
  goal?: string,
): Row {
  const ratio = median(ours.map((value, i) => value / peer.values[i]!));
  return {
    what,
    unit,
    ours: median(ours),
    against: { name: peer.name, value: median(peer.values) },
    ratio,
    ...(goal !== undefined && { goal }),
  };
}

export function meets(row: Row): boolean | undefined {
  const match = /^(<=|>=) ([\d.]+)$/.exec(row.goal ?? "");
  if (!match) return undefined;
  const value = row.ratio ?? row.ours;
  return match[1] === "<="
    ? value <= Number(match[2])
    : value >= Number(match[2]);
}
