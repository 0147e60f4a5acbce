// Stands in for `decode-named-character-reference`, whose browser build assigns innerHTML.

const ENTITIES: Record<string, string> = {
  amp: "&",
  apos: "'",
  bull: "•",
  cent: "¢",
  copy: "©",
  deg: "°",
  euro: "€",
  frac12: "½",
  gt: ">",
  hellip: "…",
  laquo: "«",
  ldquo: "“",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  middot: "·",
  nbsp: "\u00a0",
  ndash: "–",
  pound: "£",
  quot: '"',
  raquo: "»",
  rarr: "→",
  rdquo: "”",
  reg: "®",
  rsquo: "’",
  sect: "§",
  times: "×",
  trade: "™",
  yen: "¥",
};

/** The character of a named reference such as `amp`; false for names that stay text. */
export function decodeNamedCharacterReference(name: string): string | false {
  return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? false) : false;
}
