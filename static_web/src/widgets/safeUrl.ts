const PAGE_BLOBS = new Set<string>();

/** Makes a `blob:` URL this page may show as an image, until `forgetBlob`. */
export function ownBlobUrl(blob: Blob): string {
  const url = URL.createObjectURL(blob);
  PAGE_BLOBS.add(url);
  return url;
}

export function forgetBlob(url: string): void {
  PAGE_BLOBS.delete(url);
  URL.revokeObjectURL(url);
}

/** A link the page may follow: https, mailto, or a path on this origin. Anything else is text. */
export function safeLink(url: unknown): string | undefined {
  const address = parsed(url);
  if (!address) return undefined;
  if (address.protocol === "https:" || address.protocol === "mailto:") return address.text;
  return isSameOriginPath(address.text) ? address.text : undefined;
}

/**
 * An image the page may show: https, a path on this origin, a small bitmap in the URL itself, or a
 * blob the page made. `hosts` narrows https to the domains the thread allows.
 */
export function safeImage(url: unknown, hosts?: readonly string[]): string | undefined {
  const address = parsed(url);
  if (!address) return undefined;
  if (/^data:image\/(png|jpeg|gif|webp)[;,]/i.test(address.text)) return address.text;
  if (PAGE_BLOBS.has(address.text)) return address.text;
  if (isSameOriginPath(address.text)) return address.text;
  if (address.protocol !== "https:") return undefined;
  return !hosts || hosts.includes(new URL(address.text).hostname) ? address.text : undefined;
}

export function isExternal(url: string): boolean {
  return /^https:/i.test(url);
}

function parsed(url: unknown): { text: string; protocol: string } | undefined {
  if (typeof url !== "string") return undefined;
  // Browsers ignore these inside a scheme, so "java\nscript:" would still run.
  const text = url.trim().replace(/[\u0000-\u0020\u007f]/g, (sign) => (sign === " " ? "%20" : ""));
  if (text === "") return undefined;
  const protocol = /^([a-z][a-z0-9+.-]*:)/i.exec(text)?.[1]?.toLowerCase() ?? "";
  return { text, protocol };
}

/** A relative address; `//host` and `/\host` are absolute to a browser. */
function isSameOriginPath(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[/\\]{2}/.test(text);
}
