import type { Color } from "./types";

const TOKENS: Record<string, string> = {
  prose: "var(--text)",
  primary: "var(--text)",
  emphasis: "var(--text)",
  secondary: "var(--text-2)",
  tertiary: "var(--text-3)",
  success: "var(--success)",
  warning: "var(--warning)",
  danger: "var(--danger)",
  info: "var(--info)",
  discovery: "var(--discovery)",
  default: "var(--line)",
  subtle: "var(--line-soft)",
  strong: "var(--line-strong)",
  surface: "var(--surface)",
  "surface-secondary": "var(--surface-2)",
  "surface-tertiary": "var(--surface-3)",
  "surface-elevated": "var(--surface)",
  "surface-elevated-secondary": "var(--surface-2)",
};
// Hue and greatest chroma of each palette name, in OKLCH.
const PALETTE: Record<string, [hue: number, chroma: number]> = {
  gray: [260, 0.015],
  red: [25, 0.19],
  orange: [50, 0.16],
  yellow: [90, 0.14],
  green: [152, 0.15],
  blue: [255, 0.17],
  purple: [300, 0.17],
  pink: [355, 0.17],
};

/** A token, palette name, CSS color or `{light, dark}` as CSS; undefined when it is none of them. */
export function cssColor(color: Color | undefined): string | undefined {
  if (!color) return undefined;
  if (typeof color === "object") {
    const [light, dark] = [cssColor(color.light), cssColor(color.dark)];
    return light && dark ? `light-dark(${light}, ${dark})` : (light ?? dark);
  }
  return TOKENS[color] ?? palette(color) ?? plain(color);
}

/** `blue-100` is pale on a light page and deep on a dark one, so what stands on it stays readable. */
function palette(name: string): string | undefined {
  const [, word = "", number] = /^([a-z]+)(?:-(\d+))?$/.exec(name) ?? [];
  const found = PALETTE[word];
  if (!found) return undefined;
  const shade = number === undefined ? 600 : Number(number);
  return `light-dark(${oklch(found, shade)}, ${oklch(found, 1000 - shade)})`;
}

function oklch([hue, chroma]: [number, number], shade: number): string {
  const part = Math.min(Math.max(shade, 0), 1000) / 1000;
  const lightness = 0.985 - 0.75 * part ** 1.1;
  return `oklch(${lightness.toFixed(3)} ${(chroma * Math.sin(Math.PI * Math.min(part * 0.85 + 0.03, 1))).toFixed(3)} ${hue})`;
}

/** No `url()` and nothing that ends the declaration. */
function plain(color: string): string | undefined {
  return /^(#[0-9a-f]{3,8}|[a-z]+|(rgb|hsl|oklch|oklab|lab|lch|hwb|color-mix|light-dark)a?\([^;{}"'\\]*\))$/i.test(
    color,
  ) && !/url/i.test(color)
    ? color
    : undefined;
}
