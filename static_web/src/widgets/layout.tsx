import { useRef, type FormEvent } from "react";
import { cssColor } from "./color";
import { WidgetProvider, useWidget, valuesOf } from "./context";
import { Children } from "./registry";
import { boxed, px, steps } from "./style";
import type { NodeProps } from "./types";

export function Box({ node }: NodeProps<"Box">) {
  return (
    <div className={node.direction === "row" ? "w-row" : "w-box"} style={boxed(node)}>
      <Children of={node} />
    </div>
  );
}

export function Row({ node }: NodeProps<"Row">) {
  return (
    <div className="w-row" style={boxed(node)}>
      <Children of={node} />
    </div>
  );
}

export function Col({ node }: NodeProps<"Col">) {
  return (
    <div className="w-col" style={boxed(node)}>
      <Children of={node} />
    </div>
  );
}

export function Form({ node }: NodeProps<"Form">) {
  const context = useWidget();
  const form = useRef<HTMLFormElement>(null);
  const formValues = () => valuesOf(form.current);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (node.onSubmitAction) context.run(node.onSubmitAction, node, formValues());
  };
  return (
    <form
      ref={form}
      className={node.direction === "row" ? "w-row" : "w-col"}
      style={boxed(node)}
      onSubmit={submit}
    >
      <WidgetProvider value={{ ...context, formValues }}>
        <Children of={node} />
      </WidgetProvider>
    </form>
  );
}

export function Divider({ node }: NodeProps<"Divider">) {
  return (
    <hr
      className={node.flush ? "w-divider w-flush" : "w-divider"}
      style={{
        borderTopColor: cssColor(node.color),
        borderTopWidth: px(node.size),
        marginBlock: steps(node.spacing),
      }}
    />
  );
}

export function Spacer({ node }: NodeProps<"Spacer">) {
  return <span className="w-spacer" style={{ minWidth: px(node.minSize), minHeight: px(node.minSize) }} />;
}

export function Transition({ node }: NodeProps<"Transition">) {
  return (
    <div className="w-transition">
      <Children of={node} />
    </div>
  );
}
