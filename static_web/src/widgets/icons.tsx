import { ALIASES, PATHS } from "./iconPaths";

const FILLED = new Set(["star-filled", "stop-filled"]);

/** An inline SVG icon for decoration; words beside it carry the meaning. Unknown names draw a dot. */
export function Glyph({ name, size = 18 }: { name: string | undefined; size?: number }) {
  if (!name) return null;
  const plain = name.replace(/^(lucide|vendor):/, "");
  const path = PATHS[ALIASES[plain] ?? plain.replace("-filled", "")] ?? PATHS["dot"];
  return (
    <svg
      className="glyph"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={FILLED.has(plain) ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}
