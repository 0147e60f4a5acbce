import { useEffect, useMemo, useState } from "react";
import type { Api } from "./api";
import type { Config } from "./config";
import { Header } from "./Header";
import { IssuerSignIn } from "./IssuerSignIn";
import { SignIn } from "./SignIn";
import { StaffScreen } from "./StaffScreen";
import { TextsProvider, pickLocale, textsFor, useTexts } from "./texts";
import { applyBrand } from "./theme";
import type { Shop } from "./types";
import { useSession } from "./useSession";
import { Workspace } from "./Workspace";

/** The whole page: loads the shop, signs the customer in, shows their workspace. */
export function App({ config }: { config: Config }) {
  const { api, session, outside, enter, resume, signOut } = useSession(config);
  const { shop, failed, reload } = useShop(api, resume);
  const [chosen, setChosen] = useState<string>();
  const locale = chosen ?? pickLocale(shop?.locales ?? ["en"], navigator.languages);
  const words = useMemo(() => ({ texts: textsFor(locale), locale }), [locale]);

  useEffect(() => {
    document.documentElement.lang = locale;
    if (shop) document.title = shop.name;
  }, [locale, shop]);

  if (!shop)
    return (
      <TextsProvider value={words}>{failed ? <Unreachable onRetry={reload} /> : <Loading />}</TextsProvider>
    );
  const header = { shop, locale, onLocale: setChosen };
  const door =
    shop.sign_in.mode === "oidc" ? (
      <IssuerSignIn {...{ api, locale, outside }} settings={shop.sign_in} onSignedIn={enter} />
    ) : (
      <SignIn
        api={api}
        people={shop.sign_in.people}
        message={outside === "ended" ? words.texts.sessionEnded : undefined}
        onSignedIn={(next) => enter(next)}
      />
    );
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
          {session ? <StaffScreen /> : door}
        </div>
      )}
    </TextsProvider>
  );
}

function useShop(api: Api, onLoaded: (shop: Shop) => void) {
  const [shop, setShop] = useState<Shop>();
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setFailed(false);
    api.shop().then(
      (loaded) => {
        applyBrand(loaded.colors?.primary);
        onLoaded(loaded);
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
