type Rgb = readonly [number, number, number];

const SURFACE: Record<"light" | "dark", Rgb> = { light: [255, 255, 255], dark: [24, 26, 29] };
const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [17, 18, 20];
const READABLE = 4.5;

/** The colors made of a shop's brand color for one scheme. */
export interface Brand {
  /** The brand color itself, for filled buttons. */
  fill: string;
  /** Text on it. */
  onFill: string;
  /** The brand color as text or line on the page, moved until it can be read. */
  ink: string;
}

/** Brand colors that keep a contrast of 4.5:1, whatever color the shop chose. */
export function brandFor(color: string, scheme: "light" | "dark"): Brand | undefined {
  const rgb = parseHex(color);
  if (!rgb) return undefined;
  const onFill =
    contrast(rgb, WHITE) >= READABLE ? WHITE : contrast(rgb, INK) >= contrast(rgb, WHITE) ? INK : WHITE;
  const fill = towards(rgb, onFill === WHITE ? INK : WHITE, onFill);
  // A tint of the brand stands under this text in places, so it keeps some contrast in hand.
  const ink = towards(rgb, scheme === "light" ? INK : WHITE, SURFACE[scheme], 5.6);
  return { fill: hex(fill), onFill: hex(onFill), ink: hex(ink) };
}

/** Puts the shop's colors on the page, through the object model as the content policy asks. */
export function applyBrand(primary: { light: string; dark: string } | undefined): void {
  if (!primary) return;
  const { style } = document.documentElement;
  for (const scheme of ["light", "dark"] as const) {
    const brand = brandFor(primary[scheme], scheme);
    if (!brand) continue;
    style.setProperty(`--brand-fill-${scheme}`, brand.fill);
    style.setProperty(`--brand-on-${scheme}`, brand.onFill);
    style.setProperty(`--brand-ink-${scheme}`, brand.ink);
  }
}

/** The WCAG contrast of two colors, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function parseHex(color: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim())?.[1];
  if (!digits) return undefined;
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  const part = (at: number) => Number.parseInt(full.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

/** The color moved towards another in small steps until it stands out from the ground. */
function towards(color: Rgb, end: Rgb, ground: Rgb, wanted = READABLE): Rgb {
  for (let share = 0; share <= 1; share += 0.02) {
    const mixed = color.map((value, at) =>
      Math.round(value + ((end[at] ?? 0) - value) * share),
    ) as unknown as Rgb;
    if (contrast(mixed, ground) >= wanted) return mixed;
  }
  return end;
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function hex(color: Rgb): string {
  return `#${color.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
