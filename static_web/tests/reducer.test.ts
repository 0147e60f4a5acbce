import { describe, expect, it, test } from "vitest";
import { EMPTY, reduce, type ChatState } from "../src/protocol/reducer";
import type { ServerEvent, ThreadItem, UserMessage } from "../src/protocol/types";
import { TURNS, eventsOf, threadAfter } from "./recorded";

const play = (events: ServerEvent[], from: ChatState = EMPTY) => events.reduce<ChatState>(reduce, from);

/** The conversation as it stood before a turn. */
function before(turn: string): ChatState {
  const previous = TURNS[TURNS.indexOf(turn) - 1];
  if (!previous) return EMPTY;
  return reduce(EMPTY, { type: "opened", ...threadAfter(previous), earlier: null });
}

const sent = (text: string): UserMessage => ({
  type: "user_message",
  id: "local-1",
  thread_id: "",
  created_at: "2026-01-01T00:00:00Z",
  content: [{ type: "input_text", text }],
  optimistic: true,
});

// JSON drops nulls on the stream; a stored thread may say them.
const plain = (items: ThreadItem[]) =>
  JSON.parse(JSON.stringify(items), (_, value: unknown) =>
    value === null ? undefined : value,
  ) as ThreadItem[];

describe.each(TURNS)("the recorded turn %s", (turn) => {
  it("leaves on the page what a reload shows", () => {
    const { items } = threadAfter(turn);

    expect(plain(play(eventsOf(turn), before(turn)).items)).toEqual(plain(items));
  });

  it("shows nothing twice when its events come twice", () => {
    const once = play(eventsOf(turn), before(turn));
    const done = eventsOf(turn).filter((event) => event.type === "thread.item.done");

    expect(play(done, once).items).toHaveLength(once.items.length);
  });
});

test("a reply grows word by word before it is done", () => {
  const events = eventsOf("1-opening");
  const first = events.findIndex(
    (event) =>
      event.type === "thread.item.updated" &&
      event.update.type === "assistant_message.content_part.text_delta",
  );
  const half = play(events.slice(0, first + 3));
  const reply = half.items.find((item) => item.type === "assistant_message");

  expect(reply?.content[0]?.text).toBe("Hi Robert, here ");
  expect(half.growing).toBe(reply?.id);
});

test("text streams into a card at the component of that id", () => {
  const events = eventsOf("5-streamed-card");
  const deltas = events.findIndex(
    (event) =>
      event.type === "thread.item.updated" && event.update.type === "widget.streaming_text.value_delta",
  );
  const state = play(events.slice(0, deltas + 2), before("5-streamed-card"));
  const last = state.items.at(-1);

  expect(JSON.stringify(last)).toContain("Refunds go to the **");
});

test("an answered card is replaced in its place", () => {
  const start = before("2-item");
  const state = play(eventsOf("2-item"), start);
  const at = start.items.findIndex((item) => item.type === "widget" && item.widget.id === "items");

  expect(state.items[at]?.id).toBe(start.items[at]?.id);
  expect(JSON.stringify(state.items[at])).not.toContain("onClickAction");
});

test("the bubble shown at once gives way to the server's message", () => {
  const waiting = reduce(EMPTY, { type: "turn_started", message: sent("I want to return some items") });
  const state = play(eventsOf("1-opening"), waiting);

  expect(waiting.items).toHaveLength(1);
  expect(state.items.filter((item) => item.type === "user_message")).toHaveLength(1);
  expect(state.items[0]?.id).not.toBe("local-1");
});

test("an error ends the progress line and says whether to try again", () => {
  const state = play(eventsOf("6-error"), before("6-error"));

  expect(state.progress).toBeNull();
  expect(state.error).toMatchObject({
    message: "Our order system is busy. Your message is kept.",
    canRetry: true,
  });
});

test("stopping is allowed only once the server says so", () => {
  const started = reduce(EMPTY, { type: "turn_started" });

  expect(started.allowCancel).toBe(false);
  expect(
    reduce(started, { type: "stream_options", stream_options: { allow_cancel: true } }).allowCancel,
  ).toBe(true);
});

test("events and updates nobody knows change nothing", () => {
  const state = before("2-item");
  const unknown = { type: "thread.dreamed" } as unknown as ServerEvent;
  const update = { type: "widget.danced" } as unknown as Extract<
    ServerEvent,
    { type: "thread.item.updated" }
  >["update"];
  const [item] = state.items;

  expect(reduce(state, unknown)).toBe(state);
  expect(reduce(state, { type: "thread.item.updated", item_id: item?.id ?? "", update }).items).toEqual(
    state.items,
  );
});

test("a removed item disappears", () => {
  const state = before("2-item");
  const [item] = state.items;

  expect(reduce(state, { type: "thread.item.removed", item_id: item?.id ?? "" }).items).not.toContain(item);
});

test("a component named by an update is exchanged", () => {
  const state = before("6-error");
  const card = state.items.find((item) => item.type === "widget" && item.widget.id === "note-card");
  const component = { type: "Text", id: "note", value: "Changed" };
  const next = reduce(state, {
    type: "thread.item.updated",
    item_id: card?.id ?? "",
    update: { type: "widget.component.updated", component_id: "note", component },
  });

  expect(JSON.stringify(next.items)).toContain("Changed");
});

describe("asking again", () => {
  const state = before("3-reason");

  it("keeps every object when nothing has changed", () => {
    const copy = structuredClone({ thread: state.thread, items: state.items });
    const next = reduce(state, {
      type: "refreshed",
      thread: copy.thread ?? { id: "", created_at: "" },
      items: copy.items,
    });

    expect(next.items).toBe(state.items);
  });

  it("changes only the items that changed and adds the new ones", () => {
    const { thread, items } = threadAfter("3-reason");
    const next = reduce(state, { type: "refreshed", thread, items });

    expect(next.items[0]).toBe(state.items[0]);
    expect(next.items.length).toBeGreaterThan(state.items.length);
  });

  it("keeps older pages when only the newest page comes", () => {
    const fresh = structuredClone(state.items.slice(2));
    const next = reduce(state, {
      type: "refreshed",
      thread: state.thread ?? { id: "", created_at: "" },
      items: fresh,
    });

    expect(next.items).toHaveLength(state.items.length);
  });

  it("keeps a message that could not be sent until the server has it", () => {
    const unsent = { ...state, items: [...state.items, sent("hello")] };
    const thread = state.thread ?? { id: "", created_at: "" };
    const stored: UserMessage = { ...sent("hello"), id: "msg_1", optimistic: undefined };

    expect(reduce(unsent, { type: "refreshed", thread, items: state.items }).items.at(-1)?.id).toBe(
      "local-1",
    );
    expect(
      reduce(unsent, { type: "refreshed", thread, items: [...state.items, stored] }).items.at(-1)?.id,
    ).toBe("msg_1");
  });
});
