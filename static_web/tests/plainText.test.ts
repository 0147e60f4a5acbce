import { expect, test } from "vitest";
import { plainText } from "../src/chat/plainText";

test("a reply is read out without its Markdown marks", () => {
  expect(plainText("Done. Your number is **RMA-1**.\n\n> `4.1` Damaged")).toBe(
    "Done. Your number is RMA-1. 4.1 Damaged",
  );
});
