/**
 * What every engine must do, as `engine.ts` documents it: one suite, run over
 * each of them. What only one engine promises (files, other processes) is
 * tested beside it.
 */
import { describe } from "vitest";
import { claimsSuite } from "./engine-suite/claims.js";
import { closeSuite } from "./engine-suite/close.js";
import { dedupeSuite } from "./engine-suite/dedupe.js";
import { familySuite } from "./engine-suite/families.js";
import { leasesSuite } from "./engine-suite/leases.js";
import { logSuite } from "./engine-suite/log.js";
import { modelSuite } from "./engine-suite/model.js";
import { pagesSuite } from "./engine-suite/pages.js";
import { retentionSuite } from "./engine-suite/retention.js";
import { tailSuite } from "./engine-suite/tail.js";
import { worlds, type MakeEngine } from "./engine-suite/world.js";

export type {
  EngineSetup,
  MadeEngine,
  MakeEngine,
} from "./engine-suite/world.js";

export function engineSuite(name: string, make: MakeEngine): void {
  const world = worlds(make);
  describe(`the ${name} engine`, () => {
    describe("log", () => void logSuite(world));
    describe("dedupe", () => void dedupeSuite(world));
    describe("retention", () => void retentionSuite(world));
    describe("pages", () => void pagesSuite(world));
    describe("families", () => void familySuite(world));
    describe("tail", () => void tailSuite(world));
    describe("claims", () => void claimsSuite(world));
    describe("leases", () => void leasesSuite(world));
    describe("close", () => void closeSuite(world));
    describe("model", () => void modelSuite(world));
  });
}
