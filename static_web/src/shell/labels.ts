import { isExternal } from "../widgets/safeUrl";

/** A label in a tab of its own, or being saved; its address is dead after `release`. */
export interface OpenLabel {
  url: string;
  /** The address hands out a file to save; there is nothing to look at. */
  isSaved: boolean;
  release(): void;
}

/** How long a label is offered once more; an address the service signs lives as long. */
export const LABEL_LIVES_MS = 10 * 60_000;

/**
 * Opens a label in a new tab: a document as a PDF the browser holds, an address as it is.
 *
 * Throws for an address that is not https.
 */
export function openLabel(label: Blob | string): OpenLabel {
  const isSaved = typeof label === "string";
  if (isSaved && !isExternal(label)) throw new Error("A label's address must be https.");
  const url = isSaved ? label : URL.createObjectURL(new Blob([label], { type: "application/pdf" }));
  // A blocker may refuse the tab; the page offers the same address as a link.
  window.open(url, "_blank", "noopener,noreferrer");
  return {
    url,
    isSaved,
    release() {
      if (!isSaved) URL.revokeObjectURL(url);
    },
  };
}
