import { useSyncExternalStore } from "react";

// The open conversation stands in the address, so a reload or a bookmark comes back to it.
const PATTERN = /^#\/c\/([\w-]+)$/;

export function threadInAddress(): string | undefined {
  return PATTERN.exec(location.hash)?.[1];
}

/** Whether the address asks for a conversation that has not begun. */
export const isNewInAddress = (): boolean => location.hash === "#/";

export function putThreadInAddress(threadId: string | undefined): void {
  const address = threadId ? `#/c/${threadId}` : "#/";
  if (location.hash !== address) history.replaceState(null, "", address);
}

function watchAddress(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

export const useThreadInAddress = (): string | undefined =>
  useSyncExternalStore(watchAddress, threadInAddress);
