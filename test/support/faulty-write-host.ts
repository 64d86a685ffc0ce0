import type { WriteHost } from "../../src/host/write-host.js";

export interface Fault {
  /** Which change of the tree fails, from 0. */
  readonly at: number;
  /** `error`: that one call fails; `crash`: so does everything after it. */
  readonly kind: "error" | "crash";
  /** Whether the call has its effect before it fails. */
  readonly after: boolean;
}

/** Fails at one change; counts them all. */
export function faultyWriteHost(
  host: WriteHost,
  fault?: Fault,
): WriteHost & { readonly changes: number } {
  let changes = 0;
  let dead = false;
  const alive = <A extends unknown[], R>(call: (...args: A) => R) => {
    return (...args: A): R => {
      if (dead) throw new Error("dead");
      return call(...args);
    };
  };
  const change = <A extends unknown[]>(call: (...args: A) => void) =>
    alive((...args: A): void => {
      if (changes++ !== fault?.at) return call(...args);
      if (fault.after) call(...args);
      dead = fault.kind === "crash";
      throw new Error("injected");
    });
  return {
    kind: alive(host.kind),
    read: alive(host.read),
    realPath: alive(host.realPath),
    identity: alive(host.identity),
    list: alive(host.list),
    write: change(host.write),
    stage: change(host.stage),
    duplicate: change(host.duplicate),
    place: change(host.place),
    rename: change(host.rename),
    removeFile: change(host.removeFile),
    makeFolder: change(host.makeFolder),
    removeFolder: change(host.removeFolder),
    get changes() {
      return changes;
    },
  };
}
