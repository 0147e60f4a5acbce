import { useState } from "react";
import type { ChatState } from "../protocol/reducer";
import { caseIdIn, caseIdOf } from "../widgets/tree";

/**
 * The case a conversation is about: what its thread says, else what its newest card says, else what
 * was last seen here, since an answered card no longer names it.
 */
export function useCaseOfThread({ thread, items }: ChatState) {
  const [seen, setSeen] = useState<Record<string, string>>({});
  const threadId = thread?.id ?? "";
  let found = caseIdIn(thread?.metadata);
  for (let at = items.length - 1; at >= 0 && !found; at--) {
    const item = items[at];
    if (item?.type === "widget") found = caseIdOf(item.widget);
  }
  if (found && threadId && seen[threadId] !== found) setSeen({ ...seen, [threadId]: found });
  return {
    caseId: found ?? seen[threadId],
    note(caseId: string) {
      if (threadId) setSeen((old) => ({ ...old, [threadId]: caseId }));
    },
  };
}
