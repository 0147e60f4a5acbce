// Starts the blob service of Azurite 3.35.0 on a free port, over TLS, with nothing on disk.
//
// Takes the paths of a certificate and its key. Prints the port, and ends when its standard input
// does, so it never outlives the tests. Tokens are read and not verified (`--oauth basic`).
// Corrected: since service version 2026-04-06 the text under a user-delegation signature has two
// more lines, for headers and query parameters a request must carry. Azurite knows the layout of
// 2025-07-05 only, and refuses every such link of a newer client with 403.
"use strict";

const [certificate, key] = process.argv.splice(2);
process.argv.push("--blobPort", "0", "--cert", certificate, "--key", key, "--oauth", "basic");
process.argv.push("--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent");

const library = (module) => require(`azurite/dist/src/${module}`);
const FIRST_WITH_REQUIREMENTS = "2026-04-06";
const RESPONSE_HEADERS = 5; // the last lines of the text: what the answer's headers shall be

function signAsNewerServices() {
  const signatures = library("blob/authentication/IBlobSASSignatureValues.js");
  const { computeHMACSHA256 } = library("common/utils/utils.js");
  const sign = signatures.generateBlobSASSignatureWithUDK;
  signatures.generateBlobSASSignatureWithUDK = (values, resource, account, secret) => {
    const [signature, text] = sign(values, resource, account, secret);
    if (values.version < FIRST_WITH_REQUIREMENTS) return [signature, text];
    const lines = text.split("\n");
    lines.splice(-RESPONSE_HEADERS, 0, "", "");
    const newer = lines.join("\n");
    return [computeHMACSHA256(newer, secret), newer];
  };
}

async function main() {
  const { BlobServerFactory } = library("blob/BlobServerFactory.js");
  // Its own start script would turn telemetry off too, and prints an address that is not the real one.
  library("common/Telemetry.js").AzuriteTelemetryClient.enableTelemetry = false;
  const server = await new BlobServerFactory().createServer();
  await server.start();
  process.stdout.write(`${new URL(server.getHttpServerAddress()).port}\n`);
}

signAsNewerServices();
void main();

process.stdin.on("end", () => process.exit(0)).resume();
