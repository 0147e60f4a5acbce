import { useCallback, useEffect, useState } from "react";
import { ENDED, IN_MOTION } from "../cases/format";
import { usePolling } from "../cases/usePolling";
import { useReturns } from "../cases/useReturns";
import { useThreads } from "../chat/useThreads";
import type { ActionConfig } from "../widgets/types";
import { caseIdIn } from "../widgets/tree";
import { wordsFor, type Api } from "./api";
import { runClientAction, type ClientActions } from "./clientActions";
import { LABEL_LIVES_MS, openLabel, type OpenLabel } from "./labels";
import { EXTRA_WIDE } from "./media";
import { draft } from "./session";
import { useLocale, useTexts } from "./texts";
import { useCaseOfThread } from "./useCaseOfThread";
import { useConversation } from "./useConversation";
import { useOpenThread } from "./useOpenThread";

export type Panel = { kind: "case"; caseId: string } | { kind: "simulate" } | null;

const FAST_FOR_MS = 60_000;

/** Everything the customer's page knows and can do. */
export function useWorkspace(api: Api) {
  const texts = useTexts();
  const locale = useLocale();
  const [text, setText] = useState(draft.read);
  const [panel, setPanel] = useState<Panel>(null);
  const [label, setLabel] = useState<OpenLabel | null>(null);
  const [fastUntil, setFastUntil] = useState(0);
  useEffect(() => {
    const timer = label && setTimeout(() => setLabel(null), LABEL_LIVES_MS);
    return () => {
      if (timer) clearTimeout(timer);
      label?.release();
    };
  }, [label]);
  const hurry = useCallback(() => setFastUntil(Date.now() + FAST_FOR_MS), []);

  const actions: ClientActions = {
    async printLabel(caseId, n) {
      try {
        setLabel(openLabel(await api.label(caseId, n)));
      } catch (error) {
        conversation.say("danger", wordsFor(error, texts.labelFailed, texts.errorOffline));
      }
    },
    openTimeline: (caseId) => setPanel({ kind: "case", caseId }),
  };

  const { client, conversation, state } = useConversation(api, {
    locale: () => locale,
    runTool: async (name, data) => ({ ok: await runClientAction(name, data, actions) }),
    onEffect(name, data) {
      const caseId = caseIdIn(data);
      if (caseId) ofThread.note(caseId);
      // Nobody asked for it, so on a small screen it must not cover the conversation.
      if (matchMedia(EXTRA_WIDE).matches) void runClientAction(name, data, actions);
    },
    onTurnEnd() {
      void threads.reload().catch(() => undefined);
      void returns.reload();
    },
    reloadedNotice: (why) => (why === "silent" ? texts.reloadedSilent : texts.reloadedCut),
    keepDraft: write,
  });
  const threads = useThreads(client, locale);
  const ofThread = useCaseOfThread(state);
  const watched = panel?.kind === "case" ? panel.caseId : ofThread.caseId;
  const returns = useReturns(api, watched);

  const ofCase = returns.cases.find((one) => one.case_id === ofThread.caseId);
  const caseState = ofCase?.state;
  useEffect(() => {
    if (caseState && IN_MOTION.has(caseState)) hurry();
  }, [caseState, hurry]);

  const ask = useCallback(() => {
    void conversation.refresh().catch(() => undefined);
    void returns.reload();
  }, [conversation, returns.reload]);
  usePolling({
    active: state.thread !== null && ofThread.caseId !== undefined && !(caseState && ENDED.has(caseState)),
    fastUntil,
    ask,
  });

  const { open, ready } = useOpenThread(conversation, {
    reload: threads.reload,
    openId: state.thread?.id,
    onFailure: (error) => conversation.say("danger", wordsFor(error, texts.errorGeneric, texts.errorOffline)),
  });

  function write(next: string) {
    setText(next);
    draft.write(next);
  }

  return {
    conversation,
    state,
    threads,
    returns,
    open,
    /** The first conversation has been looked for. */
    ready,
    panel,
    setPanel,
    label,
    closeLabel: () => setLabel(null),
    text,
    write,
    caseId: ofThread.caseId,
    /** The open card asks for the item, the one question the shop's hint is about. */
    awaitsItem: !ofCase || ofCase.awaiting === "item",
    actions,
    send(message: string, command?: string | null) {
      write("");
      void conversation.send(message, command ? { command } : {});
    },
    async clientAction(action: ActionConfig) {
      const isKnown = await runClientAction(action.type, action.payload, actions);
      if (!isKnown) conversation.say("info", texts.unknownAction);
    },
    /** Something happened outside the conversation that will soon show in it. */
    acted() {
      hurry();
      ask();
    },
  };
}
