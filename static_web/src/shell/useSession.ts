import { useMemo, useRef, useState } from "react";
import { Api } from "./api";
import type { Config } from "./config";
import type { OidcDoor } from "./oidc";
import { putThreadInAddress } from "./route";
import { draft, lastPerson, storeSession, storedSession, type Session } from "./session";
import type { Shop } from "./types";

/** Why nobody is signed in: the page was just opened, their session ended, or they signed out. */
export type Outside = "opened" | "ended" | "left";

/** Who is signed in, and the API that speaks for them. */
export function useSession(config: Config) {
  const [session, setSession] = useState<Session | null>(null);
  const [outside, setOutside] = useState<Outside>("opened");
  const token = useRef<string>(undefined);
  // Holds the tokens of an issuer; sample people have none.
  const door = useRef<OidcDoor>(undefined);
  const api = useMemo(() => new Api(config.api_origin, () => token.current), [config]);

  const enter = (next: Session, through?: OidcDoor) => {
    token.current = next.token;
    door.current = through;
    // A draft is for whoever wrote it.
    const last = lastPerson.read();
    if (last && last !== next.principal.id) draft.write("");
    lastPerson.write(next.principal.id);
    storeSession(through ? null : next);
    setSession(next);
  };
  const close = (why: Outside) => {
    token.current = undefined;
    door.current = undefined;
    storeSession(null);
    setOutside(why);
    setSession(null);
  };
  api.onUnauthorized = () => close("ended");
  api.renew = async () => {
    const asked = door.current;
    const next = await asked?.renew();
    if (next && asked === door.current) token.current = next;
    return next;
  };

  return {
    api,
    session,
    outside,
    enter,
    /** Takes up the session of a sample person that the tab still has. */
    resume(shop: Shop) {
      const stored = storedSession();
      if (stored && shop.sign_in.mode === "sample") enter(stored);
      else storeSession(null);
    },
    signOut() {
      const left = door.current;
      draft.write("");
      lastPerson.write(null);
      putThreadInAddress(undefined);
      history.replaceState(null, "", location.pathname);
      close("left");
      void left?.leave();
    },
  };
}
