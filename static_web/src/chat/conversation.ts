import type { ChatKitClient } from "../protocol/client";
import { ApiError, StreamLost } from "../protocol/errors";
import { EMPTY, reduce, type ChatState, type LocalEvent, type TurnError } from "../protocol/reducer";
import type {
  Call,
  Page,
  ServerEvent,
  Thread,
  ThreadItem,
  ThreadWithItems,
  UserMessage,
} from "../protocol/types";
import type { ActionConfig } from "../widgets/types";

const NEWEST = 60;

/** What a conversation needs from the page around it. */
export interface Surroundings {
  locale(): string;
  /** Runs what the server asked of this page and returns its result. */
  runTool(name: string, data: Record<string, unknown>): Promise<unknown>;
  onEffect(name: string, data: Record<string, unknown>): void;
  /** A turn is over, or the thread changed: lists beside the conversation may be stale. */
  onTurnEnd(): void;
  /** Says that the conversation was loaded again, and why. */
  reloadedNotice(why: "cut" | "silent" | "unreachable"): string;
  /** Gives a text back that could not be sent. */
  keepDraft(text: string): void;
}

/** One open conversation: sends what the customer does and keeps what the server answers. */
export class Conversation {
  #state: ChatState = EMPTY;
  #listeners = new Set<() => void>();
  #turn: { call: Call; known: Set<string>; message?: UserMessage; abort: AbortController } | null = null;
  // Counts what replaces the state as a whole, so that a late answer is recognized.
  #epoch = 0;

  constructor(
    private readonly client: ChatKitClient,
    private readonly around: Surroundings,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getState = (): ChatState => this.#state;

  /** Shows a stored conversation. Throws `ApiError` 404 when it is not the customer's. */
  async open(threadId: string): Promise<void> {
    const epoch = this.#leave();
    const loaded = await this.#load(threadId);
    if (epoch === this.#epoch) this.#take({ type: "opened", ...loaded });
  }

  startNew(): void {
    this.#leave();
    this.#take({ type: "opened", thread: null, items: [], earlier: null });
  }

  /** Sends a text; a start prompt adds its command. */
  send(text: string, extra: Record<string, unknown> = {}): Promise<void> {
    const input = { content: [{ type: "input_text", text }], attachments: [], inference_options: {} };
    const { thread } = this.#state;
    const call = thread
      ? this.#call("threads.add_user_message", { thread_id: thread.id, input }, extra)
      : this.#call("threads.create", { input }, extra);
    return this.#run(call, bubble(text, thread?.id));
  }

  /** Sends the action of a widget. */
  async act(item: ThreadItem, action: ActionConfig): Promise<void> {
    const params = {
      thread_id: item.thread_id,
      item_id: item.id,
      action: { type: action.type, payload: action.payload },
    };
    if (action.streaming !== false) return this.#run(this.#call("threads.custom_action", params));
    const epoch = this.#epoch;
    try {
      const call = this.#call("threads.sync_custom_action", params);
      const { updated_item: updated } = await this.client.ask<{ updated_item?: ThreadItem }>(call);
      if (updated && epoch === this.#epoch) this.#take({ type: "thread.item.replaced", item: updated });
    } catch (error) {
      if (epoch === this.#epoch)
        this.#take({ type: "turn_failed", error: { ...failureOf(error), canRetry: false } });
    }
  }

  /** Answers a structured question. */
  answer(item: ThreadItem, input: Record<string, unknown>): Promise<void> {
    return this.#run(
      this.#call("threads.add_structured_input", { thread_id: item.thread_id, item_id: item.id, input }),
    );
  }

  /** Repeats the last turn under its idempotency key, so nothing happens twice. */
  retry(): Promise<void> {
    const last = this.#turn;
    if (!last) return Promise.resolve();
    const stored = this.#storedMessage(last.known);
    const { thread } = this.#state;
    if (!last.message || !stored || !thread) return this.#run(last.call, last.message, last.known);
    const params = { thread_id: thread.id, item_id: stored.id };
    return this.#run(
      { type: "threads.retry_after_item", params, metadata: last.call.metadata },
      last.message,
      last.known,
    );
  }

  stop(): void {
    this.#turn?.abort.abort();
  }

  /** Asks the server what happened meanwhile; changes nothing while a reply is arriving. */
  async refresh(): Promise<void> {
    const { thread, streaming } = this.#state;
    if (!thread || streaming) return;
    const epoch = this.#epoch;
    const loaded = await this.#load(thread.id);
    if (epoch === this.#epoch && !this.#state.streaming) this.#take({ type: "refreshed", ...loaded });
  }

  async loadEarlier(): Promise<void> {
    const { thread, earlier } = this.#state;
    if (!thread || !earlier) return;
    const epoch = this.#epoch;
    const page = await this.#items(thread.id, earlier);
    if (epoch === this.#epoch) this.#take({ type: "earlier_loaded", ...page });
  }

  async giveFeedback(itemId: string, kind: "positive" | "negative"): Promise<void> {
    const { thread } = this.#state;
    if (thread)
      await this.client.ask(this.#call("items.feedback", { thread_id: thread.id, item_ids: [itemId], kind }));
  }

  say(level: "info" | "warning" | "danger", message: string): void {
    this.#take({ type: "notice", level, message });
  }

  dismissNotice(id: number): void {
    this.#take({ type: "notice_dismissed", id });
  }

  close(): void {
    this.#leave();
  }

  async #run(call: Call, message?: UserMessage, known = this.#itemIds()): Promise<void> {
    if (this.#state.streaming) return;
    const epoch = ++this.#epoch;
    const turn = { call, message, known, abort: new AbortController() };
    this.#turn = turn;
    const isShown =
      !message || this.#state.items.includes(message) || this.#storedMessage(known) !== undefined;
    this.#take({ type: "turn_started", message: isShown ? undefined : message });
    try {
      const tools = await this.#listen(call, turn.abort.signal, epoch);
      if (epoch !== this.#epoch) return;
      this.#take({ type: "turn_ended" });
      await this.refresh().catch(() => undefined);
      for (const tool of tools) await this.#answerTool(tool);
    } catch (error) {
      // The page may be gone to the sign-in screen already: the words are kept first.
      if (message && isUnauthorized(error)) this.around.keepDraft(textOf(message));
      if (epoch === this.#epoch) await this.#fail(error);
    } finally {
      this.around.onTurnEnd();
    }
  }

  async #listen(call: Call, signal: AbortSignal, epoch: number) {
    const tools: Extract<ThreadItem, { type: "client_tool_call" }>[] = [];
    for await (const event of this.client.stream(call, signal)) {
      if (epoch !== this.#epoch) break;
      this.#take(event);
      if (event.type === "client_effect") this.around.onEffect(event.name, event.data ?? {});
      if (event.type === "thread.item.done" && event.item.type === "client_tool_call") tools.push(event.item);
    }
    return tools.filter((tool) => tool.status === "pending");
  }

  async #answerTool(tool: Extract<ThreadItem, { type: "client_tool_call" }>): Promise<void> {
    const result = await this.around.runTool(tool.name, tool.arguments);
    await this.#run(this.#call("threads.add_client_tool_output", { thread_id: tool.thread_id, result }));
  }

  async #fail(error: unknown): Promise<void> {
    const turn = this.#turn;
    this.#take({ type: "turn_ended" });
    if (isUnauthorized(error)) return;
    const isReloaded =
      error instanceof StreamLost &&
      (await this.refresh().then(
        () => this.#state.thread !== null,
        () => false,
      ));
    if (!isReloaded || !turn) return this.#take({ type: "turn_failed", error: failureOf(error) });
    this.say("warning", this.around.reloadedNotice(error.why));
    if (!this.#isAnswered()) this.#take({ type: "turn_failed", error: { reason: "lost", canRetry: true } });
  }

  /** Whether the last thing said is the shop's. */
  #isAnswered(): boolean {
    return this.#state.items.at(-1)?.type !== "user_message";
  }

  #itemIds(): Set<string> {
    return new Set(this.#state.items.map((item) => item.id));
  }

  /** The message of the running turn, once the server has stored it. */
  #storedMessage(known: Set<string>): UserMessage | undefined {
    const isNew = (item: ThreadItem): item is UserMessage =>
      item.type === "user_message" && !item.optimistic && !known.has(item.id);
    return this.#state.items.filter(isNew).at(-1);
  }

  async #load(threadId: string): Promise<{ thread: Thread; items: ThreadItem[]; earlier: string | null }> {
    const { items, ...thread } = await this.client.ask<ThreadWithItems>(
      this.#call("threads.get_by_id", { thread_id: threadId }),
    );
    // The server sends the oldest page; the reader wants the newest.
    if (items.has_more) return { thread, ...(await this.#items(threadId)) };
    return { thread, items: items.data, earlier: null };
  }

  async #items(threadId: string, after?: string): Promise<{ items: ThreadItem[]; earlier: string | null }> {
    const params = { thread_id: threadId, limit: NEWEST, order: "desc", ...(after ? { after } : {}) };
    const page = await this.client.ask<Page<ThreadItem>>(this.#call("items.list", params));
    return { items: page.data.toReversed(), earlier: page.has_more ? (page.after ?? null) : null };
  }

  #call(type: string, params: Record<string, unknown>, extra: Record<string, unknown> = {}): Call {
    return {
      type,
      params,
      metadata: { ...extra, idempotency_key: crypto.randomUUID(), locale: this.around.locale() },
    };
  }

  #leave(): number {
    this.#turn?.abort.abort();
    this.#turn = null;
    return ++this.#epoch;
  }

  #take(event: ServerEvent | LocalEvent): void {
    this.#state = reduce(this.#state, event);
    for (const listener of this.#listeners) listener();
  }
}

function bubble(text: string, threadId = ""): UserMessage {
  return {
    type: "user_message",
    id: `local-${crypto.randomUUID()}`,
    thread_id: threadId,
    created_at: new Date().toISOString(),
    content: [{ type: "input_text", text }],
    optimistic: true,
  };
}

export function textOf(message: UserMessage): string {
  return message.content.map((part) => part.text).join(" ");
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

function failureOf(error: unknown): TurnError {
  if (error instanceof ApiError) {
    const mayPass = error.status === 429 || error.status >= 500;
    return {
      message: error.message || undefined,
      reason: mayPass ? "generic" : "refused",
      canRetry: mayPass,
    };
  }
  return { reason: "lost", canRetry: true };
}
