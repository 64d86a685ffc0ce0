// Loaded with --import into a measured process: tells what it used, on fd 3.
import { writeSync } from "node:fs";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  writeSync(
    3,
    JSON.stringify({ cpuMs: (user + system) / 1000, rssMb: maxRSS / 1024 }),
  );
});
