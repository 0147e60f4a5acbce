import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const API = process.env["API_ORIGIN"] ?? "http://127.0.0.1:7071";

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      // The package's browser build decodes by innerHTML, which Trusted Types refuse.
      "decode-named-character-reference": fileURLToPath(new URL("src/chat/entities.ts", import.meta.url)),
    },
  },
  build: {
    target: "es2023",
    // Entries by name: the staff console joins as `ops: "ops.html"`.
    rollupOptions: { input: { chat: "index.html" } },
    // Small files inlined as data: URLs would be refused by the content policy.
    assetsInlineLimit: 0,
    // The preload helper writes link tags the policy does not need.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": API, "/admin": API } },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    environment: "node",
    // Dependencies go through the alias above too.
    server: { deps: { inline: [/micromark/, /mdast/] } },
  },
});
