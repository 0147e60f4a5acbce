// Fails the build when the chat page outgrows its budget.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = { js: 130, css: 12 };
const assets = new URL("../dist/assets/", import.meta.url).pathname;

function gzippedKilobytes(extension) {
  // Another page's own entry is not part of the chat page.
  const files = readdirSync(assets).filter((name) => name.endsWith(extension) && !name.startsWith("ops-"));
  const bytes = files.map((name) => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length);
  return bytes.reduce((sum, size) => sum + size, 0) / 1000;
}

for (const [kind, limit] of Object.entries(BUDGET_KB)) {
  const size = gzippedKilobytes(`.${kind}`);
  console.log(`chat page ${kind}: ${size.toFixed(1)} KB gzip of ${limit} KB`);
  if (size > limit) {
    console.error(`The chat page's ${kind} is over budget: make it smaller or load less.`);
    process.exitCode = 1;
  }
}
