import { describe, expect, it } from "vitest";
import { brandFor, contrast, parseHex } from "../src/shell/theme";

const rgb = (color: string) => parseHex(color) ?? [0, 0, 0];

describe.each(["#ffffff", "#000000", "#ffd400", "#0f5fb8", "#7db7ff", "#808080", "#e11", "#00ff88"])(
  "the brand color %s",
  (color) => {
    it.each(["light", "dark"] as const)("gives readable text in the %s scheme", (scheme) => {
      const brand = brandFor(color, scheme);

      expect(contrast(rgb(brand?.fill ?? ""), rgb(brand?.onFill ?? ""))).toBeGreaterThanOrEqual(4.5);
      expect(
        contrast(rgb(brand?.ink ?? ""), rgb(scheme === "light" ? "#ffffff" : "#181a1d")),
      ).toBeGreaterThanOrEqual(4.5);
    });
  },
);

it("leaves a color alone that can be read", () => {
  expect(brandFor("#0f5fb8", "light")).toEqual({ fill: "#0f5fb8", onFill: "#ffffff", ink: "#0f5fb8" });
});

it("knows no brand for what is not a color", () => {
  expect(brandFor("url(x)", "light")).toBeUndefined();
});
