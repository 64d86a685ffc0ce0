import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { engineSuite } from "../../support/engine-suite.js";

engineSuite("memory", async (setup) => ({ engine: memoryEngine(setup) }));
