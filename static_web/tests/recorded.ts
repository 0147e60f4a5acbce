import { readFileSync, readdirSync } from "node:fs";
import { EventSplitter } from "../src/protocol/sse";
import type { ServerEvent, Thread, ThreadItem, ThreadWithItems } from "../src/protocol/types";

// Turns recorded from openai-chatkit 1.6.5: the stream as sent, and the thread as read afterwards.
const LOGS = new URL("logs/", import.meta.url);

export const TURNS = readdirSync(LOGS)
  .filter((name) => name.endsWith(".sse"))
  .map((name) => name.replace(".sse", ""))
  .toSorted();

export function streamOf(turn: string): string {
  return readFileSync(new URL(`${turn}.sse`, LOGS), "utf8");
}

export function eventsOf(turn: string): ServerEvent[] {
  return new EventSplitter().push(streamOf(turn)).map((data) => JSON.parse(data) as ServerEvent);
}

/** The thread as a reload shows it after that turn. */
export function threadAfter(turn: string): { thread: Thread; items: ThreadItem[] } {
  const text = readFileSync(new URL(`${turn}.thread.json`, LOGS), "utf8");
  const { items, ...thread } = JSON.parse(text) as ThreadWithItems;
  return { thread, items: items.data };
}
