import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR_PX = 90;

export interface AutoScroll {
  /** The reader is not at the end. */
  away: boolean;
  /** Something came while the reader was away. */
  unread: boolean;
  toEnd(): void;
}

interface Followed {
  log: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  itemCount: number;
  threadId: string | undefined;
  streaming: boolean;
  /** How many notices and errors stand at the end. */
  alerts: number;
}

/**
 * Follows a growing conversation. It leaves a reader alone who scrolled up or is filling in a form,
 * and never pushes the start of a long answer out of sight.
 */
export function useAutoScroll({
  log,
  content,
  itemCount,
  threadId,
  streaming,
  alerts,
}: Followed): AutoScroll {
  const following = useRef(true);
  const near = useRef(true);
  const before = useRef<HTMLElement | null>(null);
  const isStreaming = useRef(streaming);
  isStreaming.current = streaming;
  const [away, setAway] = useState(false);
  const [unread, setUnread] = useState(false);

  const look = useCallback(() => {
    const element = log.current;
    if (!element) return;
    near.current = endOf(element) - element.scrollTop < NEAR_PX;
    setAway(!near.current);
    if (near.current) setUnread(false);
  }, [log]);

  const follow = useCallback(() => {
    const element = log.current;
    if (!element) return;
    // Where nothing has been said yet, the page is read from its top.
    if (!content.current?.querySelector(".item")) return look();
    const target = isStreaming.current
      ? turnTop(before.current)
      : near.current
        ? element.scrollTop + element.clientHeight - 80
        : 0;
    if (following.current && !isFilling(element)) {
      element.scrollTop = Math.max(element.scrollTop, Math.min(endOf(element), target));
    }
    look();
  }, [log, content, look]);

  const toEnd = useCallback(() => {
    following.current = true;
    if (log.current) log.current.scrollTop = endOf(log.current);
    look();
  }, [log, look]);

  useEffect(() => {
    const [element, inner] = [log.current, content.current];
    if (!element || !inner) return;
    let last = element.scrollTop;
    const scrolled = () => {
      // Only the reader scrolls up; growing content only makes the end move away.
      if (element.scrollTop < last - 4) following.current = false;
      last = element.scrollTop;
      look();
      if (near.current) following.current = true;
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    const observer = new ResizeObserver(follow);
    observer.observe(inner);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", scrolled);
      observer.disconnect();
    };
  }, [log, content, follow, look]);

  const seen = useRef(itemCount);
  useLayoutEffect(() => {
    const isNew = itemCount > seen.current;
    seen.current = itemCount;
    follow();
    if (isNew && !near.current && !isStreaming.current) setUnread(true);
  }, [itemCount, follow]);

  useLayoutEffect(() => {
    if (streaming) {
      following.current = true;
      before.current = lastItem(content.current);
    }
    follow();
  }, [streaming, content, follow]);

  useLayoutEffect(() => {
    // What went wrong must be seen, unless the reader is elsewhere.
    if (alerts > 0 && following.current) toEnd();
  }, [alerts, toEnd]);

  useLayoutEffect(() => {
    if (!isStreaming.current && threadId) toEnd();
  }, [threadId, toEnd]);

  return { away, unread, toEnd };
}

const endOf = (log: HTMLElement) => log.scrollHeight - log.clientHeight;

const SHORT_PX = 120;

/** What stood last before a turn; a bubble not yet confirmed belongs to the turn itself. */
function lastItem(content: HTMLElement | null): HTMLElement | null {
  return [...(content?.querySelectorAll<HTMLElement>(".item:not(.user-sending)") ?? [])].at(-1) ?? null;
}

/** Where a turn begins: below what stood before it, or above it when it is the short card just answered. */
function turnTop(before: HTMLElement | null): number {
  if (!before) return 0;
  const isAnswer = before.offsetHeight < SHORT_PX && !before.nextElementSibling?.matches(".user");
  return Math.max(0, before.offsetTop + (isAnswer ? -20 : before.offsetHeight - 4));
}

function isFilling(log: HTMLElement): boolean {
  const active = document.activeElement;
  return (
    log.contains(active) &&
    active instanceof HTMLElement &&
    active.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")
  );
}
