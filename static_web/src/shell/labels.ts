/** A label as a PDF the browser holds; the address is dead after `release`. */
export interface OpenLabel {
  url: string;
  release(): void;
}

const KEEP_MS = 10 * 60_000;

/** Opens a PDF in a new tab. Its address is released by the caller, or after ten minutes. */
export function openPdf(pdf: Blob): OpenLabel {
  const url = URL.createObjectURL(new Blob([pdf], { type: "application/pdf" }));
  const timer = setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
  // A blocker may refuse the tab; the page offers the same file as a link.
  window.open(url, "_blank", "noopener");
  return {
    url,
    release() {
      clearTimeout(timer);
      URL.revokeObjectURL(url);
    },
  };
}
