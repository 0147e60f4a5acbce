import type { WidgetNode } from "./types";

/** The children of a node; the wire allows one object or a list. */
export function childrenOf(node: WidgetNode): WidgetNode[] {
  const { children } = node;
  if (children === undefined || children === null) return [];
  return (Array.isArray(children) ? children : [children]).filter((child) => typeof child?.type === "string");
}

/** Every node of a widget in reading order. */
export function* nodesOf(root: WidgetNode): Generator<WidgetNode> {
  yield root;
  for (const child of childrenOf(root)) yield* nodesOf(child);
}

/** The widget with the node of that id changed. */
export function mapNode(root: WidgetNode, id: string, change: (node: WidgetNode) => WidgetNode): WidgetNode {
  if (root.id === id) return change(root);
  if (!root.children) return root;
  return { ...root, children: childrenOf(root).map((child) => mapNode(child, id, change)) };
}

const ACTION_PROPS = ["onClickAction", "onSubmitAction", "onChangeAction", "confirm", "cancel"];

/** Whether the customer can still act on this widget. */
export function isInteractive(root: WidgetNode): boolean {
  return [...nodesOf(root)].some(
    (node) => node["disabled"] !== true && ACTION_PROPS.some((prop) => node[prop]),
  );
}

/** The id of the case a widget's actions are about, if it names one. */
export function caseIdOf(root: WidgetNode): string | undefined {
  for (const node of nodesOf(root)) {
    for (const prop of ACTION_PROPS) {
      const config = node[prop] as { payload?: unknown; action?: { payload?: unknown } } | undefined;
      const payload = config?.payload ?? config?.action?.payload;
      const found = caseIdIn(payload);
      if (found) return found;
    }
  }
  return undefined;
}

/** The `case_id` of a payload, when it has one. */
export function caseIdIn(payload: unknown): string | undefined {
  if (typeof payload !== "object" || payload === null) return undefined;
  const id = (payload as Record<string, unknown>)["case_id"];
  return typeof id === "string" && id !== "" ? id : undefined;
}
