import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { useTexts } from "../shell/texts";
import { cssColor } from "./color";
import { WidgetProvider, useWidget, valuesOf } from "./context";
import { Glyph } from "./icons";
import { Children, Node } from "./registry";
import { Button } from "./button";
import { boxed, border, edges, steps } from "./style";
import { childrenOf, isInteractive } from "./tree";
import type { CardAction, NodeProps, Status, WidgetNode } from "./types";

export function Card({ node }: NodeProps<"Card">) {
  const context = useWidget();
  const form = useRef<HTMLFormElement>(null);
  const formValues = () => (node.asForm ? valuesOf(form.current) : context.formValues());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (node.confirm && !context.blocked && !context.waiting)
      context.run(node.confirm.action, node, formValues());
  };
  const body = (
    <WidgetProvider value={{ ...context, formValues }}>
      {!node.collapsed && (
        <div className="card-body" style={{ padding: edges(node.padding) }}>
          <Children of={node} />
        </div>
      )}
      <CardFoot node={node} />
    </WidgetProvider>
  );
  return (
    <div
      className={`card card-${node.size ?? "md"}${isInteractive(node) ? "" : " card-settled"}`}
      style={{ background: cssColor(node.background), colorScheme: node.theme, ...border(node.border) }}
      aria-busy={context.waiting || undefined}
    >
      {node.status && <StatusLine status={node.status} />}
      {node.asForm ? (
        <form ref={form} onSubmit={submit}>
          {body}
        </form>
      ) : (
        body
      )}
    </div>
  );
}

function CardFoot({ node }: NodeProps<"Card">) {
  if (!node.confirm && !node.cancel) return null;
  return (
    <div className="card-foot">
      {node.cancel && <FootButton action={node.cancel} card={node} part="cancel" />}
      {node.confirm && <FootButton action={node.confirm} card={node} part="confirm" />}
    </div>
  );
}

function FootButton({
  action,
  card,
  part,
}: {
  action: CardAction;
  card: NodeProps<"Card">["node"];
  part: "confirm" | "cancel";
}) {
  const submits = part === "confirm" && card.asForm === true;
  const node: NodeProps<"Button">["node"] = {
    type: "Button",
    label: action.label,
    style: part === "confirm" ? "primary" : "secondary",
    variant: part === "confirm" ? "solid" : "ghost",
    submit: submits,
    onClickAction: submits ? undefined : action.action,
  };
  return <Button node={node} />;
}

function StatusLine({ status }: { status: Status }) {
  return (
    <div className="card-status">
      <Glyph name={status.icon ?? "info"} size={16} />
      <span>{status.text}</span>
    </div>
  );
}

const AUTO_LIMIT = 5;

export function ListView({ node }: NodeProps<"ListView">) {
  const texts = useTexts();
  const rows = childrenOf(node);
  const limit = node.limit === "auto" ? AUTO_LIMIT : (node.limit ?? rows.length);
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, limit);
  return (
    <div className="card card-md card-list" style={{ colorScheme: node.theme }}>
      {node.status && <StatusLine status={node.status} />}
      <ul>
        {shown.map((row, index) => (
          <Node key={row.key ?? row.id ?? index} node={row} />
        ))}
      </ul>
      {shown.length < rows.length && (
        <button type="button" className="btn v-ghost tone-secondary list-more" onClick={() => setAll(true)}>
          {texts.showMore(rows.length - shown.length)}
        </button>
      )}
    </div>
  );
}

export function ListViewItem({ node }: NodeProps<"ListViewItem">) {
  const look = { gap: steps(node.gap), alignItems: node.align };
  return (
    <li>
      {node.onClickAction ? (
        <ClickableRow node={node}>
          <span className="list-row" style={look}>
            <Children of={node} />
          </span>
        </ClickableRow>
      ) : (
        <div className="list-row" style={look}>
          <Children of={node} />
        </div>
      )}
    </li>
  );
}

/** A row that acts as a whole, unless it holds a button of its own: then only a mouse may hit the row. */
function ClickableRow({ node, children }: NodeProps<"ListViewItem"> & { children: ReactNode }) {
  const context = useWidget();
  const action = node.onClickAction;
  const isOff = context.waiting || context.blocked;
  const click = () => {
    if (action && !isOff) context.run(action, node, context.formValues());
  };
  const running = context.running === node;
  return (
    <div
      className="list-button"
      role="button"
      tabIndex={0}
      aria-disabled={isOff || undefined}
      aria-busy={running || undefined}
      aria-label={node.ariaLabel ?? wordsOf(node)}
      onClick={click}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        click();
      }}
    >
      {children}
      <Glyph name="chevron-right" size={16} />
    </div>
  );
}

function wordsOf(node: WidgetNode): string {
  const own = [node["value"], node["label"]].filter((word) => typeof word === "string");
  return [...own, ...childrenOf(node).map(wordsOf)].filter(Boolean).join(", ");
}

export function Basic({ node }: NodeProps<"Basic">) {
  return (
    <div
      className={node.direction === "row" ? "w-row" : "w-col"}
      style={{ ...boxed(node), colorScheme: node.theme }}
    >
      <Children of={node} />
    </div>
  );
}
