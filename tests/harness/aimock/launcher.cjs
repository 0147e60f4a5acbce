// Starts @copilotkit/aimock on a free port; it answers on Azure's paths too.
//
// Prints the port, and ends when its standard input does, so it never outlives the tests.
"use strict";

const { LLMock } = require("@copilotkit/aimock");

const mock = new LLMock({ host: "127.0.0.1", port: 0 });
mock.start().then(() => process.stdout.write(`${mock.port}\n`));

process.stdin.on("end", () => process.exit(0)).resume();
