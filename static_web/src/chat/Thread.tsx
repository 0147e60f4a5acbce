import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { ChatState } from "../protocol/reducer";
import type { ThreadItem } from "../protocol/types";
import { useTexts } from "../shell/texts";
import { Glyph } from "../widgets/icons";
import { isInteractive } from "../widgets/tree";
import { useAutoScroll } from "./autoScroll";
import { useCardFocus } from "./cardFocus";
import { ChatProvider, type ChatActions } from "./context";
import type { Conversation } from "./conversation";
import { Item } from "./Item";
import { ImageHosts } from "./Markdown";
import { ErrorLine, Notices, ProgressLine } from "./Notices";
import { plainText } from "./plainText";
import type { ActionConfig } from "../widgets/types";

interface ThreadProps {
  conversation: Conversation;
  state: ChatState;
  /** Shown while nothing has been said. */
  start: ReactNode;
  /** The line under the newest card. */
  cardHint?: string;
  onClientAction(action: ActionConfig): Promise<void>;
}

/** The conversation itself: everything said, what is coming, what went wrong. */
export function Thread({ conversation, state, start, cardHint, onClientAction }: ThreadProps) {
  const texts = useTexts();
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scroll = useAutoScroll({
    log,
    content,
    itemCount: state.items.length,
    threadId: state.thread?.id,
    streaming: state.streaming,
    alerts: state.notices.length + (state.error && !state.streaming ? 1 : 0),
  });
  const focus = useCardFocus(log, state.streaming);
  const { items, streaming } = state;
  const newest = [newestOf(items, "widget"), newestOf(items, "assistant_message")];
  const imageHosts = state.thread?.allowed_image_domains;

  const latest = useRef({ focus, onClientAction });
  latest.current = { focus, onClientAction };
  const actions = useMemo<ChatActions>(
    () => ({
      act: (item, action) => {
        if (action.handler === "client") return latest.current.onClientAction(action);
        latest.current.focus.leaving(item.id);
        return conversation.act(item, action);
      },
      answer: (item, input) => conversation.answer(item, input),
      giveFeedback: (itemId, kind) => conversation.giveFeedback(itemId, kind),
    }),
    [conversation],
  );

  return (
    <div className="log-frame">
      <div
        ref={log}
        className="log"
        role="log"
        aria-live="polite"
        aria-busy={streaming}
        aria-label={texts.conversation}
        tabIndex={0}
      >
        <div ref={content} className="log-content">
          {items.length === 0 && !streaming ? start : <h2 className="sr-only">{texts.conversation}</h2>}
          {state.earlier && (
            <button
              type="button"
              className="btn v-ghost tone-secondary earlier"
              onClick={() => void conversation.loadEarlier()}
            >
              {texts.earlier}
            </button>
          )}
          <ChatProvider value={actions}>
            <ImageHosts value={imageHosts}>
              {items.map((item) => (
                <Item
                  key={item.id}
                  item={item}
                  busy={streaming}
                  growing={streaming && state.growing === item.id}
                  newest={newest.includes(item.id)}
                />
              ))}
            </ImageHosts>
          </ChatProvider>
          {cardHint && !streaming && hasOpenCard(items) && <p className="card-hint">{cardHint}</p>}
          {streaming && !state.growing && (
            <ProgressLine progress={state.progress ?? { text: texts.thinking }} />
          )}
          <Notices notices={state.notices} onDismiss={(id) => conversation.dismissNotice(id)} />
          {state.error && !streaming && (
            <ErrorLine error={state.error} onRetry={() => void conversation.retry()} />
          )}
        </div>
      </div>
      {scroll.away && (
        <button
          type="button"
          className={scroll.unread ? "to-latest to-latest-new" : "to-latest"}
          aria-label={scroll.unread ? undefined : texts.toLatest}
          onClick={scroll.toEnd}
        >
          <Glyph name="arrow-down" size={16} />
          {scroll.unread && <span>{texts.newMessages}</span>}
        </button>
      )}
      <Announcer state={state} />
    </div>
  );
}

/** Reads progress and each finished reply out once. */
function Announcer({ state }: { state: ChatState }) {
  const [reply, setReply] = useState("");
  const growing = useRef<string | null>(null);
  useEffect(() => {
    const finished = growing.current !== state.growing ? growing.current : null;
    growing.current = state.growing;
    const item = state.items.find((one) => one.id === finished);
    if (item?.type === "assistant_message") setReply(item.content.map((part) => plainText(part.text)).join(" "));
  }, [state]);
  return (
    <>
      <p className="sr-only" role="status">
        {state.streaming ? state.progress?.text : ""}
      </p>
      <p className="sr-only" aria-live="polite">
        {reply}
      </p>
    </>
  );
}

function newestOf(items: ThreadItem[], type: ThreadItem["type"]): string | undefined {
  return items.findLast((item) => item.type === type)?.id;
}

function hasOpenCard(items: ThreadItem[]): boolean {
  const last = items.at(-1);
  return last?.type === "widget" && isInteractive(last.widget);
}
