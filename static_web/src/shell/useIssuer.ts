import { useEffect, useRef, useState } from "react";
import { ApiError } from "../protocol/errors";
import type { Api } from "./api";
import type { OidcDoor, SignInFailed } from "./oidc";
import { lastPerson, type Session } from "./session";
import type { IssuerSettings } from "./types";
import type { Outside } from "./useSession";

/** What keeps somebody out: the issuer or the shop is out of reach, or the one or the other says no. */
export type Problem = "issuer" | "shop" | "refused" | "stranger" | "unverified";

interface Issuer {
  api: Api;
  settings: IssuerSettings;
  locale: string;
  outside: Outside;
  onSignedIn(session: Session, door: OidcDoor): void;
}

/** The way to the issuer and back: `go` sets out, and again after a problem. */
export function useIssuer({ api, settings, locale, outside, onSignedIn }: Issuer) {
  const [isBusy, setBusy] = useState(true);
  const [problem, setProblem] = useState<Problem>();
  const door = useRef<OidcDoor>(undefined);

  const attempt = async (work: (door: OidcDoor) => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      door.current ??= await doorTo(settings);
      await work(door.current);
    } catch (error) {
      setProblem(door.current ? problemIn(error) : "issuer");
      setBusy(false);
    }
  };
  const begin = (prompt?: "none" | "login") =>
    attempt((way) => way.begin({ at: location.hash, prompt, locale }));
  const comeIn = () =>
    attempt(async (way) => {
      const token = way.token ?? "";
      onSignedIn({ token, principal: await api.whoSpeaks(token) }, way);
    });
  const arrive = (address: string) =>
    attempt(async (way) => {
      const returnTo = (at: string) => history.replaceState(null, "", location.pathname + at);
      // The code in the address is good once: a reload must not send it again.
      returnTo("");
      const at = await way.arrive(address).catch((error: unknown) => {
        if (isFailedSignIn(error)) returnTo(error.at);
        throw error;
      });
      returnTo(at);
      await comeIn();
    });

  useEffect(() => {
    if (isWayBack(location.search)) void arrive(location.href);
    // Tokens do not outlive the page, but the issuer may still know whoever reloaded it.
    else if (outside === "opened" && lastPerson.read()) void begin("none");
    else setBusy(false);
    // A page the browser kept and shows again is not on its way any more.
    const shown = (event: PageTransitionEvent) => event.persisted && setBusy(false);
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  }, []);

  return {
    isBusy,
    problem,
    go() {
      // With a good token only the shop has to be asked again.
      if (problem === "shop" && door.current?.token) void comeIn();
      else void begin(problem === "stranger" || problem === "unverified" ? "login" : undefined);
    },
  };
}

async function doorTo(settings: IssuerSettings): Promise<OidcDoor> {
  const { OidcDoor } = await import("./oidc");
  const page = { home: `${location.origin}/`, storage: sessionStorage };
  return new OidcDoor(settings, page, (address) => location.assign(address));
}

/** Whether an address is what an issuer sends people back to. */
export function isWayBack(search: string): boolean {
  const told = new URLSearchParams(search);
  return told.has("state") && (told.has("code") || told.has("error"));
}

export function problemIn(error: unknown): Problem | undefined {
  if (isFailedSignIn(error)) {
    if (error.why === "asks") return undefined;
    return error.why === "unreachable" ? "issuer" : "refused";
  }
  if (!(error instanceof ApiError)) return "shop";
  if (error.code === "email_unverified") return "unverified";
  if (error.status === 403) return "stranger";
  return error.status === 401 ? "refused" : "shop";
}

// By its name: to import the class would load the library with the page.
const isFailedSignIn = (error: unknown): error is SignInFailed =>
  error instanceof Error && error.name === "SignInFailed";
