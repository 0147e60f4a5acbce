import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { textsFor } from "../src/shell/texts";

const CARD_WORDS = { en: "words.py", de: "words_de.py", fr: "words_fr.py" };

test.each(Object.entries(CARD_WORDS))("the page names every state as the cards do: %s", (locale, file) => {
  const source = readFileSync(new URL(`../../chatkit_adapter/widgets/${file}`, import.meta.url), "utf8");
  const onCards = [...source.matchAll(/"state\.(\w+)": "(.*)",/g)].map(([, state, word]) => [state, word]);

  expect(onCards).not.toHaveLength(0);
  expect(textsFor(locale).states).toEqual(Object.fromEntries(onCards));
});
