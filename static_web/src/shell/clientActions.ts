import { caseIdIn } from "../widgets/tree";

/** What a widget, a tool call or an effect may ask of this page. */
export interface ClientActions {
  printLabel(caseId: string, n: number): Promise<void>;
  openTimeline(caseId: string): void;
}

type Handler = (actions: ClientActions, data: Record<string, unknown>) => Promise<void> | void;

// The registry: everything the server may have this page do, with the payload it needs.
const HANDLERS: Record<string, Handler> = {
  print_label: (actions, data) => {
    const caseId = caseIdIn(data);
    return caseId ? actions.printLabel(caseId, Number(data["n"] ?? 1)) : undefined;
  },
  open_timeline: (actions, data) => {
    const caseId = caseIdIn(data);
    if (caseId) actions.openTimeline(caseId);
  },
};

/** Does what was asked for by name; false when this page does not know it. */
export async function runClientAction(name: string, data: unknown, actions: ClientActions): Promise<boolean> {
  if (!Object.hasOwn(HANDLERS, name)) return false;
  const fields = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  await HANDLERS[name]?.(actions, fields);
  return true;
}
