import { beforeEach, describe, expect, it, vi } from "vitest";
import { Conversation, type Surroundings } from "../src/chat/conversation";
import { ChatKitClient, type Transport } from "../src/protocol/client";
import { ApiError } from "../src/protocol/errors";
import type { Call, ThreadItem } from "../src/protocol/types";
import { streamOf, threadAfter } from "./recorded";

type Answer = (call: Call) => Response | Promise<Response>;

const OPENING = threadAfter("1-opening");
const MESSAGE = OPENING.items[0] as ThreadItem;

const sse = (text: string) => new Response(text, { headers: { "content-type": "text/event-stream" } });
const json = (value: unknown) => Response.json(value);
const stored = (items: ThreadItem[], more = false) =>
  json({ ...OPENING.thread, items: { data: items, has_more: more } });

/** A stream that breaks after the text, or stays silent. */
function broken(text: string, silent = false): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      if (!silent) setTimeout(() => controller.error(new TypeError("network error")), 5);
    },
  });
  return new Response(body);
}

function setUp(answers: Record<string, Answer>) {
  const calls: Call[] = [];
  const around = {
    locale: () => "de",
    runTool: vi.fn(() => Promise.resolve({ ok: true })),
    onEffect: vi.fn(),
    onTurnEnd: vi.fn(),
    reloadedNotice: (why: string) => `reloaded: ${why}`,
    keepDraft: vi.fn(),
  } satisfies Surroundings;
  const transport: Transport = {
    async send(_path, init) {
      const call = JSON.parse(init.body as string) as Call;
      calls.push(call);
      const answer = answers[call.type];
      if (!answer) throw new Error(`No answer for ${call.type}`);
      const response = await answer(call);
      // As `fetch` does, an abort breaks the body.
      const body = response.body?.pipeThrough(new TransformStream(), { signal: init.signal ?? undefined });
      return new Response(body, response);
    },
  };
  const conversation = new Conversation(new ChatKitClient(transport, 60), around);
  return { conversation, calls, around, of: (type: string) => calls.filter((call) => call.type === type) };
}

describe("sending", () => {
  it("creates a thread, and says the command of a start prompt and the locale", async () => {
    const { conversation, calls } = setUp({
      "threads.create": () => sse(streamOf("1-opening")),
      "threads.get_by_id": () => stored(OPENING.items),
    });

    await conversation.send("I want to return some items", { command: "start" });

    expect(calls[0]?.metadata).toMatchObject({ command: "start", locale: "de" });
    expect(calls[0]?.metadata.idempotency_key).toMatch(/^[0-9a-f-]{36}$/);
    expect(conversation.getState()).toMatchObject({
      streaming: false,
      error: null,
      thread: { id: OPENING.thread.id },
    });
  });

  it("shows the message at once and only one stream at a time", async () => {
    const { conversation, of } = setUp({
      "threads.create": () => sse(streamOf("1-opening")),
      "threads.get_by_id": () => stored(OPENING.items),
    });

    const first = conversation.send("one");
    const second = conversation.send("two");

    expect(conversation.getState().items).toMatchObject([{ type: "user_message", optimistic: true }]);
    await Promise.all([first, second]);
    expect(of("threads.create")).toHaveLength(1);
  });
});

describe("trying again", () => {
  let tries = 0;
  beforeEach(() => {
    tries = 0;
  });

  it("repeats a refused request under the same key and shows the message once", async () => {
    const { conversation, of } = setUp({
      "threads.create": () => {
        if (tries++ === 0) throw new ApiError(503, "unavailable", "Please try again.");
        return sse(streamOf("1-opening"));
      },
      "threads.get_by_id": () => stored(OPENING.items),
    });

    await conversation.send("I want to return some items");
    expect(conversation.getState().error).toEqual({
      message: "Please try again.",
      reason: "generic",
      canRetry: true,
    });
    await conversation.retry();

    const [one, two] = of("threads.create");
    expect(two).toEqual(one);
    expect(conversation.getState().items.filter((item) => item.type === "user_message")).toHaveLength(1);
  });

  it("asks for a new reply to a message that is stored already, under the same key", async () => {
    await openAnd(async ({ conversation, of }) => {
      await conversation.send("boom");
      expect(conversation.getState().error).toMatchObject({ canRetry: true });
      await conversation.retry();

      const [message] = of("threads.add_user_message");
      const [retry] = of("threads.retry_after_item");
      expect(retry?.params["item_id"]).toBe(
        conversation.getState().items.findLast((item) => item.type === "user_message")?.id,
      );
      expect(retry?.metadata).toEqual(message?.metadata);
    });
  });

  it("repeats a click exactly", async () => {
    const { conversation, of } = setUp({
      "threads.get_by_id": () => stored(OPENING.items),
      "threads.custom_action": () => {
        if (tries++ === 0) throw new ApiError(503, "unavailable", "Busy");
        return sse(streamOf("2-item"));
      },
    });
    await conversation.open(OPENING.thread.id);

    await conversation.act(OPENING.items.at(-1) as ThreadItem, {
      type: "select_return_item",
      payload: { case_id: "c" },
    });
    await conversation.retry();

    const [one, two] = of("threads.custom_action");
    expect(two).toEqual(one);
  });

  it("is not offered for what will be refused again", async () => {
    const { conversation } = setUp({
      "threads.create": () => {
        throw new ApiError(413, "too_large", "That is too long.");
      },
    });

    await conversation.send("x");

    expect(conversation.getState().error).toEqual({
      message: "That is too long.",
      reason: "refused",
      canRetry: false,
    });
  });

  async function openAnd(check: (setUp: ReturnType<typeof setUpBoom>) => Promise<void>) {
    await check(setUpBoom());
  }

  function setUpBoom() {
    const before = threadAfter("5-streamed-card");
    const after = threadAfter("6-error");
    const made = setUp({
      "threads.get_by_id": () =>
        json({ ...after.thread, items: { data: tries++ === 0 ? before.items : after.items } }),
      "threads.add_user_message": () => sse(streamOf("6-error")),
      "threads.retry_after_item": () => sse(""),
    });
    const { conversation } = made;
    const send = conversation.send.bind(conversation);
    conversation.send = async (text) => {
      await conversation.open(before.thread.id);
      await send(text);
    };
    return made;
  }
});

describe("a stream that is lost", () => {
  const half = streamOf("1-opening").slice(0, 4000);

  it.each([
    ["cut", false],
    ["silent", true],
  ])("because it is %s loads the thread again and says so", async (why, silent) => {
    const { conversation } = setUp({
      "threads.create": () => broken(half, silent),
      "threads.get_by_id": () => stored(OPENING.items),
    });

    await conversation.send("I want to return some items");

    const state = conversation.getState();
    expect(state.notices.map((notice) => notice.message)).toEqual([`reloaded: ${why}`]);
    expect(state.items).toHaveLength(OPENING.items.length);
    expect(state).toMatchObject({ streaming: false, error: null });
  });

  it("before the reply was stored offers to try again", async () => {
    const { conversation } = setUp({
      "threads.create": () => broken(half),
      "threads.get_by_id": () => stored([MESSAGE]),
    });

    await conversation.send("I want to return some items");

    expect(conversation.getState().error).toEqual({ reason: "lost", canRetry: true });
  });

  it("before anything was stored keeps the message and offers to try again", async () => {
    const { conversation } = setUp({
      "threads.create": () => {
        throw new TypeError("Failed to fetch");
      },
    });

    await conversation.send("hello");

    expect(conversation.getState()).toMatchObject({
      error: { canRetry: true },
      items: [{ type: "user_message" }],
    });
  });
});

it("a session that ended gives the message back to the composer", async () => {
  const { conversation, around } = setUp({
    "threads.create": () => {
      // The page leaves for the sign-in screen at once.
      conversation.close();
      throw new ApiError(401, "token", "");
    },
  });

  await conversation.send("keep me");

  expect(around.keepDraft).toHaveBeenCalledWith("keep me");
  expect(conversation.getState().error).toBeNull();
});

it("stopping ends the turn without an error", async () => {
  const { conversation } = setUp({
    "threads.create": () => broken(streamOf("1-opening").slice(0, 2500), true),
    "threads.get_by_id": () => stored([MESSAGE]),
  });

  const turn = conversation.send("x");
  await vi.waitFor(() => expect(conversation.getState().thread).not.toBeNull());
  conversation.stop();
  await turn;

  expect(conversation.getState()).toMatchObject({ streaming: false, error: null });
});

it("a long thread is read from its newest page, oldest first", async () => {
  const { conversation, of } = setUp({
    "threads.get_by_id": () => stored(OPENING.items.slice(0, 1), true),
    "items.list": ({ params }) =>
      json(
        params["after"]
          ? { data: OPENING.items.slice(0, 2).toReversed() }
          : { data: OPENING.items.slice(2).toReversed(), has_more: true, after: "x" },
      ),
  });

  await conversation.open(OPENING.thread.id);
  expect(conversation.getState().items).toEqual(OPENING.items.slice(2));
  await conversation.loadEarlier();

  expect(conversation.getState()).toMatchObject({ items: OPENING.items, earlier: null });
  expect(of("items.list")[1]?.params).toMatchObject({ order: "desc", after: "x" });
});

it("a synchronous action changes only its card and starts no stream", async () => {
  const [card] = OPENING.items.filter((item) => item.type === "widget");
  const { conversation, of } = setUp({
    "threads.get_by_id": () => stored(OPENING.items),
    "threads.sync_custom_action": () =>
      json({ updated_item: { ...card, widget: { type: "Card", children: [] } } }),
  });
  await conversation.open(OPENING.thread.id);

  await conversation.act(card as ThreadItem, { type: "set_quantity", streaming: false });

  expect(of("threads.custom_action")).toEqual([]);
  expect(conversation.getState().items.find((item) => item.id === card?.id)).toMatchObject({
    widget: { children: [] },
  });
});

it("a late answer for a conversation that was left changes nothing", async () => {
  let release = () => undefined as void;
  const waiting = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { conversation } = setUp({ "threads.get_by_id": () => waiting.then(() => stored(OPENING.items)) });

  const opening = conversation.open(OPENING.thread.id);
  conversation.startNew();
  release();
  await opening;

  expect(conversation.getState()).toMatchObject({ thread: null, items: [] });
});

it("a tool the server calls is run here and its result sent back", async () => {
  const call = {
    type: "client_tool_call",
    id: "t1",
    thread_id: OPENING.thread.id,
    created_at: "",
    status: "pending",
    name: "print_label",
    arguments: { case_id: "c", n: 1 },
  };
  const line = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;
  const { conversation, around, of } = setUp({
    "threads.create": () =>
      sse(
        line({ type: "thread.created", thread: OPENING.thread }) +
          line({ type: "thread.item.done", item: call }),
      ),
    "threads.get_by_id": () => stored(OPENING.items),
    "threads.add_client_tool_output": () => sse(""),
  });

  await conversation.send("print it");

  expect(around.runTool).toHaveBeenCalledWith("print_label", { case_id: "c", n: 1 });
  expect(of("threads.add_client_tool_output")[0]?.params).toMatchObject({ result: { ok: true } });
});
