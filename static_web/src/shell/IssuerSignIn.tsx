import { Glyph } from "../widgets/icons";
import type { Api } from "./api";
import type { OidcDoor } from "./oidc";
import type { Session } from "./session";
import { useTexts, type Texts } from "./texts";
import type { IssuerSettings } from "./types";
import { useIssuer, type Problem } from "./useIssuer";
import type { Outside } from "./useSession";

interface IssuerSignInProps {
  api: Api;
  settings: IssuerSettings;
  locale: string;
  outside: Outside;
  onSignedIn(session: Session, door: OidcDoor): void;
}

/** The door of a shop whose customers sign in at an issuer. */
export function IssuerSignIn(props: IssuerSignInProps) {
  const { isBusy, problem, go } = useIssuer(props);
  return <IssuerDoor {...{ isBusy, problem, hasEnded: props.outside === "ended" }} onGo={go} />;
}

interface IssuerDoorProps {
  isBusy: boolean;
  problem?: Problem;
  /** A session was refused or ran out; what the customer wrote is kept. */
  hasEnded: boolean;
  onGo(): void;
}

export function IssuerDoor({ isBusy, problem, hasEnded, onGo }: IssuerDoorProps) {
  const texts = useTexts();
  return (
    <main className="sign-in">
      <h2>{texts.signInTitle}</h2>
      <p className="lead">{texts.issuerLead}</p>
      {hasEnded && !problem && (
        <p className="notice notice-warning" role="status">
          <Glyph name="info" size={18} />
          <span className="notice-words">{texts.sessionEnded}</span>
        </p>
      )}
      {problem && (
        <p className="notice notice-danger" role="alert">
          <Glyph name="alert" size={18} />
          <span className="notice-words">{wordsOf(problem, texts)}</span>
        </p>
      )}
      <div className="issuer">
        {isBusy ? (
          <p className="issuer-way" role="status">
            <span className="spinner" aria-hidden="true" />
            {texts.signingIn}
          </p>
        ) : (
          <button type="button" className="btn v-solid tone-primary" onClick={onGo}>
            {buttonOf(problem, texts)}
          </button>
        )}
      </div>
    </main>
  );
}

function wordsOf(problem: Problem, texts: Texts): string {
  const words: Record<Problem, string> = {
    issuer: texts.issuerUnreachable,
    shop: texts.shopUnreachable,
    refused: texts.signInRefused,
    stranger: texts.signInStranger,
    unverified: texts.signInUnverified,
  };
  return words[problem];
}

function buttonOf(problem: Problem | undefined, texts: Texts): string {
  if (!problem) return texts.signIn;
  return problem === "stranger" || problem === "unverified" ? texts.otherAccount : texts.tryAgain;
}
