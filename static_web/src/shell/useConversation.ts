import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { Conversation, type Surroundings } from "../chat/conversation";
import { ChatKitClient } from "../protocol/client";
import type { Api } from "./api";

/** The one conversation object of the page, and its state as it changes. */
export function useConversation(api: Api, around: Surroundings) {
  // The conversation outlives renders, the surroundings do not: always ask the latest.
  const latest = useRef(around);
  latest.current = around;
  const client = useMemo(() => new ChatKitClient(api), [api]);
  const conversation = useMemo(
    () =>
      new Conversation(client, {
        locale: () => latest.current.locale(),
        runTool: (name, data) => latest.current.runTool(name, data),
        onEffect: (name, data) => latest.current.onEffect(name, data),
        onTurnEnd: () => latest.current.onTurnEnd(),
        reloadedNotice: (why) => latest.current.reloadedNotice(why),
        keepDraft: (text) => latest.current.keepDraft(text),
      }),
    [client],
  );
  useEffect(() => () => conversation.close(), [conversation]);
  const state = useSyncExternalStore(conversation.subscribe, conversation.getState);
  return { client, conversation, state };
}
