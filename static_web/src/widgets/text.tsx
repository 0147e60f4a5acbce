import { Markdown } from "../chat/Markdown";
import { fieldId, useWidget } from "./context";
import { clipped, worded } from "./style";
import type { NodeProps } from "./types";

export function Text({ node }: NodeProps<"Text">) {
  const context = useWidget();
  const className = `w-text w-text-${node.size ?? "md"}`;
  if (node.editable) {
    const { name, required, pattern, placeholder, autoComplete } = node.editable;
    return (
      <input
        className={`${className} w-field`}
        style={worded(node)}
        id={fieldId(context, name)}
        defaultValue={node.value}
        aria-label={context.labeled.has(name) ? undefined : (placeholder ?? name)}
        {...{ name, required, pattern, placeholder, autoComplete }}
      />
    );
  }
  return (
    <p
      className={className + clipped(node)}
      style={worded(node)}
      title={node.truncate ? node.value : undefined}
    >
      {node.value}
    </p>
  );
}

export function Title({ node }: NodeProps<"Title">) {
  const Heading = useWidget().leadTitle === node ? "h3" : "h4";
  return (
    <Heading className={`w-title w-title-${node.size ?? "md"}${clipped(node)}`} style={worded(node)}>
      {node.value}
    </Heading>
  );
}

export function Caption({ node }: NodeProps<"Caption">) {
  return (
    <p className={`w-caption w-caption-${node.size ?? "md"}${clipped(node)}`} style={worded(node)}>
      {node.value}
    </p>
  );
}

export function MarkdownText({ node }: NodeProps<"Markdown">) {
  return <Markdown>{node.value}</Markdown>;
}

export function Label({ node }: NodeProps<"Label">) {
  const id = fieldId(useWidget(), node.fieldName);
  return (
    <label
      id={`${id}-label`}
      htmlFor={id}
      className={`w-label w-text-${node.size ?? "sm"}`}
      style={worded(node)}
    >
      {node.value}
    </label>
  );
}
