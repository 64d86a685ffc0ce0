/** Two ways of doing the same work, in operations per CPU second, in alternating rounds. */
export interface Work {
  /** Operations of one run. */
  readonly count: number;
  /** @returns something that is the same each time, so that nothing is optimised away */
  run(): number;
}

export interface Rates {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

const ROUNDS = 9;

export function paired(ours: Work, theirs: Work): Rates {
  for (const work of [ours, theirs]) rate(work, 200);
  const rates = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.ours.push(rate(ours, 80));
    rates.theirs.push(rate(theirs, 80));
  }
  return rates;
}

function rate(work: Work, milliseconds: number): number {
  const cpu = process.cpuUsage();
  const end = performance.now() + milliseconds;
  let runs = 0;
  const first = work.run();
  do {
    if (work.run() !== first) throw new Error("unstable");
    runs++;
  } while (performance.now() < end);
  const { user, system } = process.cpuUsage(cpu);
  return (((runs + 1) * work.count) / (user + system)) * 1e6;
}
