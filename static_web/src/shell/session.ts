import type { Principal } from "./types";

/** Who is signed in, and the token that proved it when they came. */
export interface Session {
  token: string;
  principal: Principal;
}

const KEY = "order-returns.session";
const PERSON = "order-returns.person";
const DRAFT = "order-returns.draft";

// Of sample people only, and in the storage of the tab at most: it ends with the tab and is not
// shared with others. What an issuer gives stays in memory.
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

/** Whose tab this was last, as an id and never as a proof; forgotten when they sign out. */
export const lastPerson = {
  read: (): string | null => sessionStorage.getItem(PERSON),
  write: (id: string | null): void => {
    if (id) sessionStorage.setItem(PERSON, id);
    else sessionStorage.removeItem(PERSON);
  },
};

/** The text in the composer, kept over a reload or a new sign-in. */
export const draft = {
  read: (): string => sessionStorage.getItem(DRAFT) ?? "",
  write: (text: string): void => {
    if (text) sessionStorage.setItem(DRAFT, text);
    else sessionStorage.removeItem(DRAFT);
  },
};
