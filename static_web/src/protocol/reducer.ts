import { sameJson } from "./same";
import type { Notice, ServerEvent, Thread, ThreadItem } from "./types";
import { updateItem } from "./updates";

/** What went wrong with the last turn, in the words to show. */
export interface TurnError {
  message?: string;
  /** A key of the page's texts, when the server said nothing itself. */
  reason?: "refused" | "lost" | "generic";
  canRetry: boolean;
}

export interface ChatState {
  thread: Thread | null;
  items: ThreadItem[];
  /** Cursor of older items not loaded yet. */
  earlier: string | null;
  progress: { text: string; icon?: string } | null;
  error: TurnError | null;
  notices: (Notice & { id: number })[];
  allowCancel: boolean;
  /** A reply is arriving. */
  streaming: boolean;
  /** The item that is growing right now. */
  growing: string | null;
}

export type LocalEvent =
  | { type: "opened"; thread: Thread | null; items: ThreadItem[]; earlier: string | null }
  | { type: "refreshed"; thread: Thread; items: ThreadItem[] }
  | { type: "earlier_loaded"; items: ThreadItem[]; earlier: string | null }
  | { type: "turn_started"; message?: ThreadItem }
  | { type: "turn_ended" }
  | { type: "turn_failed"; error: TurnError }
  | { type: "notice_dismissed"; id: number };

export const EMPTY: ChatState = {
  thread: null,
  items: [],
  earlier: null,
  progress: null,
  error: null,
  notices: [],
  allowCancel: false,
  streaming: false,
  growing: null,
};

let noticeCount = 0;

/** The conversation after one more event. Events it does not know change nothing. */
export function reduce(state: ChatState, event: ServerEvent | LocalEvent): ChatState {
  switch (event.type) {
    case "thread.created":
    case "thread.updated":
      return { ...state, thread: { ...state.thread, ...bare(event.thread) } };
    case "thread.item.added":
    case "thread.item.done":
    case "thread.item.replaced":
      return withItem(state, event.item, event.type === "thread.item.added");
    case "thread.item.updated":
      return {
        ...state,
        items: state.items.map((item) => (item.id === event.item_id ? updateItem(item, event.update) : item)),
      };
    case "thread.item.removed":
      return { ...state, items: state.items.filter((item) => item.id !== event.item_id) };
    case "stream_options":
      return { ...state, allowCancel: event.stream_options.allow_cancel };
    case "progress_update":
      return { ...state, progress: { text: event.text, icon: event.icon } };
    case "error":
      return failed(state, {
        message: event.message,
        reason: "generic",
        canRetry: event.allow_retry ?? false,
      });
    case "notice":
      return { ...state, notices: [...state.notices, { ...event, id: ++noticeCount }] };
    default:
      return reduceLocal(state, event);
  }
}

function reduceLocal(state: ChatState, event: ServerEvent | LocalEvent): ChatState {
  switch (event.type) {
    case "opened":
      return {
        ...EMPTY,
        thread: event.thread && bare(event.thread),
        items: event.items,
        earlier: event.earlier,
      };
    case "refreshed":
      return {
        ...state,
        thread: merged(state.thread, bare(event.thread)),
        items: mergedItems(state.items, event.items),
      };
    case "earlier_loaded":
      return { ...state, items: [...event.items, ...state.items], earlier: event.earlier };
    case "turn_started":
      return {
        ...state,
        error: null,
        progress: null,
        allowCancel: false,
        streaming: true,
        items: event.message ? [...state.items, event.message] : state.items,
      };
    case "turn_ended":
      return { ...state, progress: null, streaming: false, growing: null };
    case "turn_failed":
      return failed(state, event.error);
    case "notice_dismissed":
      return { ...state, notices: state.notices.filter((notice) => notice.id !== event.id) };
    default:
      return state;
  }
}

function withItem(state: ChatState, item: ThreadItem, growing: boolean): ChatState {
  const isUser = item.type === "user_message";
  // The server's copy of the message takes the place of the one shown at once.
  const items = isUser ? state.items.filter((other) => !isOptimistic(other)) : state.items;
  return {
    ...state,
    progress: isUser ? state.progress : null,
    growing: growing ? item.id : state.growing === item.id ? null : state.growing,
    items: items.some((other) => other.id === item.id)
      ? items.map((other) => (other.id === item.id ? item : other))
      : [...items, item],
  };
}

function failed(state: ChatState, error: TurnError): ChatState {
  return { ...state, error, progress: null };
}

/** Items as the server has them; what did not change stays the same object, so it is not drawn again. */
function mergedItems(old: ThreadItem[], fresh: ThreadItem[]): ThreadItem[] {
  const known = new Map(old.map((item) => [item.id, item]));
  const newest = fresh.map((item) => merged(known.get(item.id) ?? null, item));
  const first = old.findIndex((item) => item.id === fresh[0]?.id);
  // Fresh items may be only the newest page: keep what was loaded before it.
  const before = first > 0 ? old.slice(0, first) : [];
  // A message that could not be sent stays until the server has it.
  const isSent = fresh.some((item) => item.type === "user_message" && !known.has(item.id));
  const next = [...before, ...newest, ...(isSent ? [] : old.filter(isOptimistic))];
  return next.length === old.length && next.every((item, index) => item === old[index]) ? old : next;
}

function merged<T>(old: T | null, fresh: T): T {
  return old !== null && sameJson(old, fresh) ? old : fresh;
}

function isOptimistic(item: ThreadItem): boolean {
  return item.type === "user_message" && item.optimistic === true;
}

function bare(thread: Thread): Thread {
  const { items: _, ...rest } = thread as Thread & { items?: unknown };
  return rest;
}
