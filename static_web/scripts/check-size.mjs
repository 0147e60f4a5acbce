// Fails the build when the chat page outgrows its budget, or its sign-in does.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const assets = new URL("../dist/assets/", import.meta.url).pathname;
const names = readdirSync(assets);
// Loaded only by whoever signs in at an issuer.
const isSignIn = (name) => name.startsWith("oidc-");
// Another page's own entry is not part of the chat page.
const isChat = (name) => !name.startsWith("ops-") && !isSignIn(name);

const PARTS = [
  ["chat page js", 130, (name) => name.endsWith(".js") && isChat(name)],
  ["chat page css", 12, (name) => name.endsWith(".css") && isChat(name)],
  ["sign-in js", 30, (name) => name.endsWith(".js") && isSignIn(name)],
];

for (const [part, limit, belongs] of PARTS) {
  const bytes = names
    .filter(belongs)
    .map((name) => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length);
  const size = bytes.reduce((sum, one) => sum + one, 0) / 1000;
  console.log(`${part}: ${size.toFixed(1)} KB gzip of ${limit} KB`);
  if (size > limit) {
    console.error(`The ${part} is over budget: make it smaller or load less.`);
    process.exitCode = 1;
  }
  if (bytes.length === 0) {
    console.error(`The ${part} is not where it is measured.`);
    process.exitCode = 1;
  }
}
