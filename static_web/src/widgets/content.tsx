import { useState } from "react";
import { cssColor } from "./color";
import { useWidget } from "./context";
import { Glyph } from "./icons";
import { safeImage } from "./safeUrl";
import { edges, radius, sized } from "./style";
import type { NodeProps } from "./types";

const ICON_PX: Record<string, number> = { xs: 14, sm: 16, md: 18, lg: 20, xl: 24, "2xl": 30, "3xl": 38 };

export function Badge({ node }: NodeProps<"Badge">) {
  const className = `w-badge w-badge-${node.size ?? "sm"} tone-${node.color ?? "secondary"} v-${node.variant ?? "soft"}`;
  return <span className={node.pill === false ? `${className} w-square` : className}>{node.label}</span>;
}

export function Icon({ node }: NodeProps<"Icon">) {
  return (
    <span className="w-icon" style={{ color: cssColor(node.color) }}>
      <Glyph name={node.name} size={ICON_PX[node.size ?? "md"]} />
    </span>
  );
}

export function Image({ node }: NodeProps<"Image">) {
  const { imageHosts } = useWidget();
  const [broken, setBroken] = useState(false);
  const src = safeImage(node.src, imageHosts);
  const look = {
    ...sized(node),
    objectFit: node.fit,
    objectPosition: node.position,
    borderRadius: radius(node.radius),
    margin: edges(node.margin),
    background: cssColor(node.background),
  };
  const className = `w-image${node.frame ? " w-framed" : ""}${node.flush ? " w-flush" : ""}`;
  if (!src || broken) {
    return (
      <span
        className={`${className} w-no-image`}
        style={look}
        role={node.alt ? "img" : undefined}
        aria-label={node.alt}
      >
        <Glyph name="square-image" size={20} />
      </span>
    );
  }
  return (
    <img
      className={className}
      style={look}
      src={src}
      alt={node.alt ?? ""}
      loading="lazy"
      onError={() => setBroken(true)}
    />
  );
}
