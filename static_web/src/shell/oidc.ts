import { ErrorResponse, OidcClient, WebStorageStateStore, type SigninResponse } from "oidc-client-ts";
import type { IssuerSettings } from "./types";

/** Nobody came in: the issuer is out of reach, it has to ask a person, or the answer was no. */
export class SignInFailed extends Error {
  constructor(
    readonly why: "unreachable" | "asks" | "refused",
    /** Where in the page the attempt began, if that is still known. */
    readonly at = "",
  ) {
    super(`The sign-in failed: ${why}`);
    this.name = "SignInFailed";
  }
}

export interface Attempt {
  /** Where in the page to come back to, as its hash says. */
  at: string;
  /** `none` asks the issuer not to show anything; `login` asks for a person even if it knows one. */
  prompt?: "none" | "login";
  locale?: string;
}

// The issuer's answers to `prompt=none` that mean: somebody has to be asked.
const ASKS = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);
const TIMEOUT_SECONDS = 10;

/**
 * Signs people in at an OpenID Connect issuer by authorization code and PKCE.
 *
 * Tokens live in this object alone; the tab's storage holds only what the way there and back takes,
 * until the way back. Loaded lazily: this module brings the library along.
 */
export class OidcDoor {
  readonly #client: OidcClient;
  #tokens: SigninResponse | null = null;
  #renewal: Promise<string | undefined> | null = null;

  constructor(
    settings: IssuerSettings,
    page: { home: string; storage: Storage },
    private readonly go: (address: string) => void,
  ) {
    const { authority, client_id, scope } = settings;
    this.#client = new OidcClient({
      authority,
      client_id,
      scope,
      redirect_uri: page.home,
      post_logout_redirect_uri: page.home,
      stateStore: new WebStorageStateStore({ store: page.storage }),
      requestTimeoutInSeconds: TIMEOUT_SECONDS,
    });
  }

  get token(): string | undefined {
    return this.#tokens?.access_token;
  }

  /** Leaves the page for the issuer. Throws `SignInFailed` when the issuer is out of reach. */
  async begin({ at, prompt, locale }: Attempt): Promise<void> {
    const request = await this.#client
      .createSigninRequest({ state: at, nonce: crypto.randomUUID(), prompt, ui_locales: locale })
      .catch(() => {
        throw new SignInFailed("unreachable");
      });
    this.go(request.url);
  }

  /**
   * Takes the tokens that an address of the way back stands for, and returns where the attempt began.
   *
   * Throws `SignInFailed`; the address is used up either way.
   */
  async arrive(address: string): Promise<string> {
    const { state } = await this.#client.readSigninResponseState(address).catch(() => {
      // An address that was used before, or that this tab never asked for.
      throw new SignInFailed("refused");
    });
    const at = typeof state.data === "string" && state.data.startsWith("#") ? state.data : "";
    try {
      this.#tokens = await this.#client.processSigninResponse(address);
    } catch (error) {
      throw new SignInFailed(reasonOf(error), at);
    }
    return at;
  }

  /** A new token by the refresh token, or undefined when there is none that is still good. */
  renew(): Promise<string | undefined> {
    // A refresh token is good once, so requests that fail together share one renewal.
    this.#renewal ??= this.#renewed().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** Forgets the tokens and ends the session at the issuer, if it offers that, by leaving the page. */
  async leave(): Promise<void> {
    const id_token_hint = this.#tokens?.id_token;
    this.#tokens = null;
    const request = await this.#client.createSignoutRequest({ id_token_hint }).catch(() => null);
    if (request) this.go(request.url);
  }

  async #renewed(): Promise<string | undefined> {
    const held = this.#tokens;
    if (!held?.refresh_token) return undefined;
    const { refresh_token, id_token, session_state, scope, profile } = held;
    const state = { refresh_token, id_token, session_state, scope, profile };
    const answer = await this.#client
      .useRefreshToken({ state, timeoutInSeconds: TIMEOUT_SECONDS })
      .catch(() => undefined);
    // Whoever has left meanwhile is not brought back.
    if (!answer || this.#tokens !== held) return undefined;
    answer.refresh_token ??= refresh_token;
    this.#tokens = answer;
    return answer.access_token;
  }
}

function reasonOf(error: unknown): SignInFailed["why"] {
  if (error instanceof ErrorResponse) return ASKS.has(error.error ?? "") ? "asks" : "refused";
  const isNetwork = error instanceof TypeError || (error as Error).name === "ErrorTimeout";
  return isNetwork ? "unreachable" : "refused";
}
