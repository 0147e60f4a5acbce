import { useCallback, useEffect, useRef, useState } from "react";
import type { Conversation } from "../chat/conversation";
import { ApiError } from "../protocol/errors";
import { isNewInAddress, putThreadInAddress, threadInAddress, useThreadInAddress } from "./route";

interface Opening {
  /** Reads the list of conversations, newest first. */
  reload(): Promise<{ id: string }[]>;
  openId: string | undefined;
  onFailure(error: unknown): void;
}

/** Follows the address: opens its conversation at start, else the newest one, and keeps it current. */
export function useOpenThread(conversation: Conversation, { reload, openId, onFailure }: Opening) {
  const inAddress = useThreadInAddress();
  const [ready, setReady] = useState(false);
  const failed = useRef(onFailure);
  failed.current = onFailure;

  const open = useCallback(
    async (threadId: string | undefined) => {
      putThreadInAddress(threadId);
      if (!threadId) return conversation.startNew();
      try {
        await conversation.open(threadId);
      } catch (error) {
        if (threadInAddress() !== threadId) return;
        if (!(error instanceof ApiError)) return failed.current(error);
        if (error.status !== 404) return;
        // Deleted, or somebody else's: begin afresh rather than show an error.
        putThreadInAddress(undefined);
        conversation.startNew();
      }
    },
    [conversation],
  );

  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    const first = async () => {
      const list = await reload();
      // Whoever has begun to talk meanwhile goes on with that.
      if (conversation.getState().items.length > 0) return;
      await open(threadInAddress() ?? (isNewInAddress() ? undefined : list[0]?.id));
    };
    void first()
      .catch((error: unknown) => failed.current(error))
      .finally(() => setReady(true));
  }, [conversation, open, reload]);

  useEffect(() => {
    if (openId) putThreadInAddress(openId);
  }, [openId]);

  // Only a change of the address itself opens another conversation, not a new one's first name.
  const shown = useRef(openId);
  shown.current = openId;
  useEffect(() => {
    if (inAddress && shown.current && inAddress !== shown.current) void open(inAddress);
  }, [inAddress, open]);

  return { open, ready };
}
