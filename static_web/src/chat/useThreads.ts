import { useCallback, useState } from "react";
import type { ChatKitClient } from "../protocol/client";
import type { Call, Page, Thread } from "../protocol/types";

const PAGE = 30;

export interface Threads {
  threads: Thread[];
  hasMore: boolean;
  /** Reads the newest page again and returns it. */
  reload(): Promise<Thread[]>;
  more(): Promise<void>;
  rename(threadId: string, title: string): Promise<void>;
  remove(threadId: string): Promise<void>;
}

/** The customer's conversations, newest first. */
export function useThreads(client: ChatKitClient, locale: string): Threads {
  const [page, setPage] = useState<Page<Thread>>({ data: [] });
  const call = useCallback(
    (type: string, params: Record<string, unknown>): Call => ({
      type,
      params,
      metadata: { idempotency_key: crypto.randomUUID(), locale },
    }),
    [locale],
  );
  const reload = useCallback(async () => {
    const fresh = await client.ask<Page<Thread>>(call("threads.list", { limit: PAGE, order: "desc" }));
    setPage(fresh);
    return fresh.data;
  }, [client, call]);
  const more = async () => {
    const next = await client.ask<Page<Thread>>(
      call("threads.list", { limit: PAGE, order: "desc", after: page.after }),
    );
    setPage({ ...next, data: [...page.data, ...next.data] });
  };
  const rename = async (threadId: string, title: string) => {
    await client.ask(call("threads.update", { thread_id: threadId, title }));
    await reload();
  };
  const remove = async (threadId: string) => {
    await client.ask(call("threads.delete", { thread_id: threadId }));
    await reload();
  };
  return { threads: page.data, hasMore: page.has_more ?? false, reload, more, rename, remove };
}
