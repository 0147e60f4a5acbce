import { useEffect, useMemo, useRef, useState } from "react";
import { Api } from "./api";
import type { Config } from "./config";
import { Header } from "./Header";
import { putThreadInAddress } from "./route";
import { draft, storeSession, storedSession, type Session } from "./session";
import { SignIn } from "./SignIn";
import { StaffScreen } from "./StaffScreen";
import { TextsProvider, pickLocale, textsFor, useTexts } from "./texts";
import { applyBrand } from "./theme";
import type { Shop } from "./types";
import { Workspace } from "./Workspace";

/** The whole page: loads the shop, signs the customer in, shows their workspace. */
export function App({ config }: { config: Config }) {
  const [session, setSession] = useState<Session | null>(storedSession);
  const [hasEnded, setHasEnded] = useState(false);
  const token = useRef(session?.token);
  const lastPerson = useRef(session?.principal.id);
  const api = useMemo(() => new Api(config.api_origin, () => token.current), [config]);
  const { shop, failed, reload } = useShop(api);
  const [chosen, setChosen] = useState<string>();
  const locale = chosen ?? pickLocale(shop?.locales ?? ["en"], navigator.languages);
  const words = useMemo(() => ({ texts: textsFor(locale), locale }), [locale]);

  const enter = (next: Session | null, ended = false) => {
    token.current = next?.token;
    // A draft is for whoever wrote it.
    if (next && lastPerson.current !== undefined && next.principal.id !== lastPerson.current) draft.write("");
    lastPerson.current = next?.principal.id ?? lastPerson.current;
    storeSession(next);
    setHasEnded(ended);
    setSession(next);
  };
  api.onUnauthorized = () => enter(null, true);

  useEffect(() => {
    document.documentElement.lang = locale;
    if (shop) document.title = shop.name;
  }, [locale, shop]);

  if (!shop)
    return (
      <TextsProvider value={words}>{failed ? <Unreachable onRetry={reload} /> : <Loading />}</TextsProvider>
    );
  const header = { shop, locale, onLocale: setChosen };
  const signOut = () => {
    draft.write("");
    putThreadInAddress(undefined);
    history.replaceState(null, "", location.pathname);
    enter(null);
  };
  return (
    <TextsProvider value={words}>
      {session?.principal.role === "customer" ? (
        <Workspace
          key={session.token}
          api={api}
          principal={session.principal}
          {...header}
          onSignOut={signOut}
        />
      ) : (
        <div className="app app-plain">
          <Header {...header} principal={session?.principal} onSignOut={signOut} />
          {session ? (
            <StaffScreen />
          ) : (
            <SignIn
              api={api}
              shop={shop}
              message={hasEnded ? words.texts.sessionEnded : undefined}
              onSignedIn={enter}
            />
          )}
        </div>
      )}
    </TextsProvider>
  );
}

function useShop(api: Api) {
  const [shop, setShop] = useState<Shop>();
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setFailed(false);
    api.shop().then(
      (loaded) => {
        applyBrand(loaded.colors?.primary);
        setShop(loaded);
      },
      () => setFailed(true),
    );
  }, [api, tries]);
  return { shop, failed, reload: () => setTries((count) => count + 1) };
}

function Loading() {
  const texts = useTexts();
  return (
    <main className="loading" role="status" aria-label={texts.loading}>
      <span className="spinner spinner-lg" aria-hidden="true" />
    </main>
  );
}

function Unreachable({ onRetry }: { onRetry(): void }) {
  const texts = useTexts();
  return (
    <main className="loading" role="alert">
      <p>{texts.shopUnreachable}</p>
      <button type="button" className="btn v-solid tone-primary" onClick={onRetry}>
        {texts.tryAgain}
      </button>
    </main>
  );
}
