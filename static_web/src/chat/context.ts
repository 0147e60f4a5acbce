import { createContext, useContext } from "react";
import type { ActionConfig } from "../widgets/types";
import type { ThreadItem } from "../protocol/types";

/** What the items of a conversation may ask of it. */
export interface ChatActions {
  act(item: ThreadItem, action: ActionConfig): Promise<void>;
  answer(item: ThreadItem, input: Record<string, unknown>): Promise<void>;
  giveFeedback(itemId: string, kind: "positive" | "negative"): Promise<void>;
}

const Context = createContext<ChatActions | null>(null);

export const ChatProvider = Context.Provider;

export function useChat(): ChatActions {
  const actions = useContext(Context);
  if (!actions) throw new Error("A chat item was drawn outside a conversation.");
  return actions;
}
