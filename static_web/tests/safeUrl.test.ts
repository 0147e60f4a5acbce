import { describe, expect, it } from "vitest";
import { safeImage, safeLink } from "../src/widgets/safeUrl";

describe("a link", () => {
  it.each([
    "https://example.com/a?b#c",
    "mailto:care@zava.example",
    "/policy",
    "policy.html",
    "#top",
    "?q=1",
  ])("may go to %s", (url) => {
    expect(safeLink(url)).toBe(url);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "http://example.com",
    "//example.com/x",
    "/\\example.com",
    "\\\\example.com",
    "blob:https://example.com/1",
    "file:///etc/passwd",
    "",
    null,
    undefined,
    7,
  ])("may not go to %j", (url) => {
    expect(safeLink(url)).toBeUndefined();
  });
});

describe("an image", () => {
  it.each(["https://cdn.example.com/a.png", "/a.png", "data:image/png;base64,AAAA", "data:image/webp,x"])(
    "may come from %s",
    (url) => {
      expect(safeImage(url)).toBe(url);
    },
  );

  it.each([
    "data:image/svg+xml,<svg/>",
    "data:text/html,x",
    "blob:https://example.com/1",
    "http://a.example/a.png",
    "//a.example/a.png",
    "javascript:1",
  ])("may not come from %s", (url) => {
    expect(safeImage(url)).toBeUndefined();
  });

  it("comes only from the domains its thread allows", () => {
    expect(safeImage("https://cdn.example.com/a.png", ["cdn.example.com"])).toBeDefined();
    expect(safeImage("https://cdn.example.com.evil.example/a.png", ["cdn.example.com"])).toBeUndefined();
    expect(safeImage("https://other.example/a.png", [])).toBeUndefined();
  });
});
