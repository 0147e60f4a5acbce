import type { CSSProperties } from "react";
import { cssColor } from "./color";
import type { Border, BorderLine, BoxProps, Edges, Length, SizeProps, TextProps } from "./types";

const RADII: Record<string, string> = {
  none: "0",
  "2xs": "2px",
  xs: "4px",
  sm: "6px",
  md: "8px",
  lg: "10px",
  xl: "12px",
  "2xl": "16px",
  "3xl": "24px",
  "4xl": "32px",
  full: "9999px",
  "100%": "100%",
};
const FLEX: Record<string, string> = {
  start: "flex-start",
  end: "flex-end",
  between: "space-between",
  around: "space-around",
  evenly: "space-evenly",
};
const WEIGHTS = { normal: 400, medium: 500, semibold: 600, bold: 700 };

/** A length in px, or a plain CSS length; nothing that could load or escape. */
export function px(value: Length | undefined): string | undefined {
  if (typeof value === "number") return `${value}px`;
  return typeof value === "string" && /^[\w.%+\-*/() ]+$/.test(value) ? value : undefined;
}

/** A spacing in steps of 4 px, or a plain CSS length. */
export function steps(value: Length | undefined): string | undefined {
  return px(typeof value === "number" ? value * 4 : value);
}

export function radius(token: string | undefined): string | undefined {
  return token === undefined ? undefined : RADII[token];
}

export function edges(value: Edges | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object") return steps(value);
  const sides = [
    value.top ?? value.y,
    value.right ?? value.x,
    value.bottom ?? value.y,
    value.left ?? value.x,
  ];
  return sides.map((side) => steps(side) ?? "0").join(" ");
}

export function border(value: Border | undefined): CSSProperties {
  if (value === undefined || value === null) return {};
  if (typeof value === "number" || "size" in value) return { border: line(value as number | BorderLine) };
  return {
    borderTop: line(value.top ?? value.y),
    borderRight: line(value.right ?? value.x),
    borderBottom: line(value.bottom ?? value.y),
    borderLeft: line(value.left ?? value.x),
  };
}

function line(value: number | BorderLine | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number") return `${value}px solid var(--line)`;
  return `${value.size}px ${/^\w+$/.test(value.style ?? "") ? value.style : "solid"} ${cssColor(value.color) ?? "var(--line)"}`;
}

export function sized(props: SizeProps): CSSProperties {
  return {
    width: px(props.width ?? props.size),
    height: px(props.height ?? props.size),
    minWidth: px(props.minWidth ?? props.minSize),
    minHeight: px(props.minHeight ?? props.minSize),
    // A width asked for never pushes a phone sideways.
    maxWidth: px(props.maxWidth ?? props.maxSize) ?? "100%",
    maxHeight: px(props.maxHeight ?? props.maxSize),
    aspectRatio: px(props.aspectRatio)?.replace("px", ""),
    flex: typeof props.flex === "number" ? `${props.flex} 1 0%` : px(props.flex),
  };
}

export function boxed(props: BoxProps): CSSProperties {
  return {
    ...sized(props),
    ...border(props.border),
    alignItems: FLEX[props.align ?? ""] ?? props.align,
    justifyContent: FLEX[props.justify ?? ""] ?? props.justify,
    flexWrap: props.wrap,
    gap: steps(props.gap),
    padding: edges(props.padding),
    margin: edges(props.margin),
    borderRadius: radius(props.radius),
    background: cssColor(props.background),
  };
}

export function worded(props: TextProps): CSSProperties {
  return {
    color: cssColor(props.color),
    fontWeight: props.weight && WEIGHTS[props.weight],
    textAlign: props.textAlign,
    width: px(props.width),
    fontStyle: props.italic ? "italic" : undefined,
    textDecoration: props.lineThrough ? "line-through" : undefined,
    minHeight: props.minLines ? `${props.minLines * 1.5}em` : undefined,
    WebkitLineClamp: props.maxLines,
  };
}

/** Class names for text that must not outgrow its place. */
export function clipped(props: TextProps): string {
  if (props.truncate) return " w-truncate";
  if (props.width !== undefined) return " w-sized";
  return props.maxLines ? " w-clamp" : "";
}
