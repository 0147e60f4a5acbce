import type { Principal } from "./types";

/** Who is signed in, and the token that proves it. */
export interface Session {
  token: string;
  principal: Principal;
}

const KEY = "order-returns.session";
const DRAFT = "order-returns.draft";

// Storage of the tab at most: it ends with the tab and is not shared with others.
export function storedSession(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Session | null;
  } catch {
    return null;
  }
}

export function storeSession(session: Session | null): void {
  if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
  else sessionStorage.removeItem(KEY);
}

/** The text in the composer, kept over a reload or a new sign-in. */
export const draft = {
  read: (): string => sessionStorage.getItem(DRAFT) ?? "",
  write: (text: string): void => {
    if (text) sessionStorage.setItem(DRAFT, text);
    else sessionStorage.removeItem(DRAFT);
  },
};
