import { useWidget } from "./context";
import { Glyph } from "./icons";
import type { NodeProps } from "./types";

export function Button({ node }: NodeProps<"Button">) {
  const context = useWidget();
  const { onClickAction: action } = node;
  const isRunning = context.running === node;
  const needsStream = action?.handler !== "client" && action?.streaming !== false;
  // Not `disabled`: a button that waits must keep the keyboard's focus.
  const isOff = node.disabled || context.waiting || isRunning || (needsStream && context.blocked);
  const click = (event: { preventDefault(): void }) => {
    if (isOff) return event.preventDefault();
    if (action) context.run(action, node, context.formValues());
  };
  return (
    <button
      type={node.submit ? "submit" : "button"}
      className={buttonClass(node)}
      aria-disabled={isOff || undefined}
      aria-busy={isRunning || undefined}
      aria-label={node.ariaLabel ?? (node.label ? undefined : (node.iconStart ?? node.iconEnd))}
      onClick={click}
    >
      {isRunning ? (
        <span className="spinner" aria-hidden="true" />
      ) : (
        <Glyph name={node.iconStart} size={16} />
      )}
      {node.label && <span>{node.label}</span>}
      <Glyph name={node.iconEnd} size={16} />
    </button>
  );
}

export function buttonClass(node: Omit<NodeProps<"Button">["node"], "type">): string {
  const isPrimary = node.style === "primary" || (node.variant === "solid" && node.style !== "secondary");
  const variant = node.variant ?? (isPrimary ? "solid" : "outline");
  const tone = node.color ?? (isPrimary ? "primary" : "secondary");
  const flags = [node.pill && "w-pill", node.uniform && "w-uniform", node.block && "w-block"].filter(Boolean);
  return ["btn", `v-${variant}`, `tone-${tone}`, `btn-${node.size ?? "md"}`, ...flags].join(" ");
}
