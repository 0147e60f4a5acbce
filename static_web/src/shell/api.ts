import type { Transport } from "../protocol/client";
import { ApiError, problemOf } from "../protocol/errors";
import type { Session } from "./session";
import type { CaseDetail, CaseSummary, OutboxNotice, Principal, Shop } from "./types";

/** The JSON routes of the service. The token goes to the configured origin and nowhere else. */
export class Api implements Transport {
  /** Called when the service no longer accepts the token and there is no other. */
  onUnauthorized: () => void = () => undefined;
  /** Gets another token when the service no longer accepts this one; undefined when there is none. */
  renew: () => Promise<string | undefined> = () => Promise.resolve(undefined);

  constructor(
    private readonly origin: string,
    private readonly token: () => string | undefined,
  ) {}

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    let token = this.token();
    let response = await this.#sent(path, init, token);
    if (response.status === 401 && token) {
      // Another request may have brought a new token meanwhile. Refused requests had no effect.
      const next = token === this.token() ? await this.renew() : this.token();
      if (next && next !== token) {
        token = next;
        response = await this.#sent(path, init, token);
      }
    }
    if (response.ok) return response;
    // Only the current token's refusal ends the session.
    if (response.status === 401 && token && token === this.token()) this.onUnauthorized();
    throw await problemOf(response);
  }

  shop(): Promise<Shop> {
    return this.#json("/api/shop");
  }

  /** Who a token speaks for, before anybody is signed in with it. */
  async whoSpeaks(token: string): Promise<Principal> {
    const response = await this.#sent("/api/session", {}, token);
    if (!response.ok) throw await problemOf(response);
    return ((await response.json()) as { principal: Principal }).principal;
  }

  signIn(email: string): Promise<Session> {
    return this.#json("/api/session", { email });
  }

  async cases(): Promise<CaseSummary[]> {
    return (await this.#json<{ cases: CaseSummary[] }>("/api/cases")).cases;
  }

  caseDetail(caseId: string): Promise<CaseDetail> {
    return this.#json(`/api/cases/${encodeURIComponent(caseId)}`);
  }

  /** A label: the document, or the address that hands it out for a few minutes. */
  async label(caseId: string, n: number): Promise<Blob | string> {
    const path = `/api/cases/${encodeURIComponent(caseId)}/labels/${n}.pdf`;
    // Asking for JSON keeps the answer from being a redirect, which a page follows as nobody in
    // particular (Origin: null), so that storage would have to be open to every page.
    const response = await this.send(path, { headers: { accept: "application/json, application/pdf" } });
    const isAddress = response.headers.get("content-type")?.startsWith("application/json");
    return isAddress ? ((await response.json()) as { url: string }).url : response.blob();
  }

  simulate(act: "scan" | "receive" | "grade" | "review", body: Record<string, string>): Promise<unknown> {
    return this.#json(`/api/simulate/${act}`, body);
  }

  async outbox(): Promise<OutboxNotice[]> {
    return (await this.#json<{ notices: OutboxNotice[] }>("/api/simulate/outbox")).notices;
  }

  /** The local host's clock; the route stands on the page's own origin and takes no token. */
  async hostTime(advance?: string): Promise<string | undefined> {
    const response = await fetch("/admin/clock", advance ? jsonBody({ advance }) : {});
    if (!response.ok) throw await problemOf(response);
    return ((await response.json()) as { now?: string }).now;
  }

  #sent(path: string, init: RequestInit, token: string | undefined): Promise<Response> {
    const headers = new Headers(init.headers);
    if (token) headers.set("authorization", `Bearer ${token}`);
    return fetch(this.origin + path, { ...init, headers });
  }

  async #json<T>(path: string, body?: unknown): Promise<T> {
    const response = await this.send(path, body === undefined ? {} : jsonBody(body));
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

function jsonBody(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** The words to show for a failure; the service's own where it has some. */
export function wordsFor(error: unknown, fallback: string, offline: string): string {
  if (error instanceof ApiError) return error.message || fallback;
  return error instanceof TypeError ? offline : fallback;
}
