import { createContext, useContext } from "react";
import type { ActionConfig, WidgetNode } from "./types";

export type FormValues = Record<string, unknown>;

export interface WidgetContext {
  /** Makes ids unique among all widgets of the page. */
  prefix: string;
  /** The root, to look things up in: its first title, its labels. */
  leadTitle: WidgetNode | undefined;
  labeled: ReadonlySet<string>;
  /** Domains pictures may come from; undefined allows any https address. */
  imageHosts: readonly string[] | undefined;
  /** Runs an action; `values` are merged over its payload. */
  run(action: ActionConfig, node: WidgetNode, values?: FormValues): void;
  /** The whole widget waits for an action. */
  waiting: boolean;
  /** The node whose action is running. */
  running: WidgetNode | undefined;
  /** No new action can start, for example because a reply is arriving. */
  blocked: boolean;
  /** The fields of the form around a control, read at the moment of the click. */
  formValues(): FormValues | undefined;
}

const Context = createContext<WidgetContext | null>(null);

export const WidgetProvider = Context.Provider;

export function useWidget(): WidgetContext {
  const context = useContext(Context);
  if (!context) throw new Error("A widget component was drawn outside a widget.");
  return context;
}

/** The id of a form control, so that its label finds it. */
export function fieldId(context: WidgetContext, name: string): string {
  return `${context.prefix}-${name}`;
}

/** The fields of a form; a name that occurs more than once becomes a list. */
export function valuesOf(form: HTMLFormElement | null): FormValues | undefined {
  if (!form) return undefined;
  const data = new FormData(form);
  const values: FormValues = {};
  for (const name of new Set(data.keys())) {
    const all = data.getAll(name);
    values[name] = all.length > 1 ? all : all[0];
  }
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type="checkbox"][data-boolean]')) {
    values[box.name] = box.checked;
  }
  return values;
}
