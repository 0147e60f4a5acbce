import { Component, useId, useMemo, useState, type ReactNode } from "react";
import { WidgetProvider, type FormValues, type WidgetContext } from "./context";
import { Node } from "./registry";
import { nodesOf } from "./tree";
import type { ActionConfig, WidgetNode } from "./types";

export interface WidgetProps {
  root: WidgetNode;
  /** A reply is arriving: only client and synchronous actions may start. */
  blocked: boolean;
  imageHosts?: readonly string[];
  /** Carries an action out; resolves when the control may be used again. */
  onAction(action: ActionConfig): Promise<void>;
}

/** Draws one widget of a conversation and runs its actions. */
export function Widget({ root, blocked, imageHosts, onAction }: WidgetProps) {
  const prefix = useId();
  const [work, setWork] = useState<{ node: WidgetNode; whole: boolean }[]>([]);
  const shape = useMemo(() => shapeOf(root), [root]);

  const run = (action: ActionConfig, node: WidgetNode, values?: FormValues) => {
    const needsStream = action.handler !== "client" && action.streaming !== false;
    if (needsStream && blocked) return;
    const full = { ...action, payload: withValues(action.payload, values) };
    const behavior = action.loadingBehavior ?? "auto";
    const job = { node, whole: behavior === "container" };
    if (behavior !== "none") setWork((jobs) => [...jobs, job]);
    void onAction(full).finally(() => setWork((jobs) => jobs.filter((other) => other !== job)));
  };
  const context: WidgetContext = {
    prefix,
    ...shape,
    imageHosts,
    run,
    blocked,
    waiting: work.some((job) => job.whole),
    running: work[0]?.node,
    formValues: () => undefined,
  };
  return (
    <Boundary root={root}>
      <WidgetProvider value={context}>
        <Node node={root} />
      </WidgetProvider>
    </Boundary>
  );
}

/** Form fields go over the payload; a payload that is not an object is left alone. */
function withValues(payload: unknown, values: FormValues | undefined): unknown {
  if (!values) return payload;
  if (payload === undefined || payload === null) return values;
  return typeof payload === "object" && !Array.isArray(payload) ? { ...payload, ...values } : payload;
}

function shapeOf(root: WidgetNode) {
  const nodes = [...nodesOf(root)];
  const labels = nodes.filter((node) => node.type === "Label").map((node) => String(node["fieldName"]));
  return { leadTitle: nodes.find((node) => node.type === "Title"), labeled: new Set(labels) };
}

/** A widget that cannot be drawn must not take the conversation with it. */
class Boundary extends Component<{ root: WidgetNode; children: ReactNode }, { failed: WidgetNode | null }> {
  override state = { failed: null as WidgetNode | null };

  static getDerivedStateFromError() {
    return { failed: {} as WidgetNode };
  }

  override componentDidUpdate(before: { root: WidgetNode }) {
    if (this.state.failed && before.root !== this.props.root) this.setState({ failed: null });
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
