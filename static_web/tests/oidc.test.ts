import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OidcDoor, type SignInFailed } from "../src/shell/oidc";
import { Stub, idToken, tabStorage } from "./issuer";

const HOME = "https://shop.example/";

let issuer: Stub;
let storage: Storage;
let went: string[];
let door: OidcDoor;

beforeEach(async () => {
  issuer = await new Stub().start();
  issuer.answers["GET /.well-known/openid-configuration"] = {
    body: {
      issuer: issuer.origin,
      authorization_endpoint: `${issuer.origin}/authorize`,
      token_endpoint: `${issuer.origin}/token`,
      end_session_endpoint: `${issuer.origin}/logout`,
    },
  };
  storage = tabStorage();
  went = [];
  door = doorOf();
});
afterEach(() => issuer.stop());

const doorOf = () =>
  new OidcDoor(
    { authority: issuer.origin, client_id: "the-page", scope: "openid offline_access returns.use" },
    { home: HOME, storage },
    (address) => went.push(address),
  );
const sentTo = () => new URL(went.at(-1) ?? "").searchParams;
const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: SignInFailed) => error.why,
  );

/** Goes to the issuer and returns the address it sends people back to. */
async function away(at = "#/c/thr_1"): Promise<string> {
  await door.begin({ at });
  return `${HOME}?code=c0de&state=${sentTo().get("state")}`;
}

function gives(tokens: Record<string, unknown>): void {
  const nonce = sentTo().get("nonce");
  const id_token = idToken({ sub: "ann", nonce });
  issuer.answers["POST /token"] = { body: { id_token, token_type: "Bearer", expires_in: 3600, ...tokens } };
}

async function signedIn(tokens: Record<string, unknown> = { refresh_token: "r1" }): Promise<void> {
  const back = await away();
  gives({ access_token: "t1", ...tokens });
  await door.arrive(back);
}

describe("going to the issuer", () => {
  it("asks for a code with PKCE, a state and a nonce, and comes back home", async () => {
    await door.begin({ at: "", prompt: "none", locale: "de" });

    const asked = Object.fromEntries(sentTo());
    expect(asked).toMatchObject({
      client_id: "the-page",
      redirect_uri: HOME,
      response_type: "code",
      scope: "openid offline_access returns.use",
      code_challenge_method: "S256",
      prompt: "none",
      ui_locales: "de",
    });
    expect(asked["code_challenge"]).toMatch(/^[\w-]{43}$/);
    expect(asked["state"]).toBeTruthy();
    expect(asked["nonce"]).toBeTruthy();
  });

  it("says so when the issuer is out of reach", async () => {
    issuer.answers["GET /.well-known/openid-configuration"] = { status: 503 };

    expect(await failure(door.begin({ at: "" }))).toBe("unreachable");
    expect(went).toEqual([]);
  });
});

describe("coming back", () => {
  it("exchanges the code with the verifier, in another page of the tab", async () => {
    const back = await away();
    gives({ access_token: "t1" });
    door = doorOf();

    expect(await door.arrive(back)).toBe("#/c/thr_1");
    expect(door.token).toBe("t1");
    const form = issuer.of("POST /token")[0]?.form;
    expect(Object.fromEntries(form ?? [])).toMatchObject({
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: HOME,
      client_id: "the-page",
    });
    expect(form?.get("code_verifier")).toMatch(/^[\w-]{43,}$/);
    expect(form?.get("client_secret")).toBeNull();
  });

  it("keeps nothing in the tab's storage", async () => {
    await signedIn();
    expect(storage.length).toBe(0);
  });

  it("takes an address once", async () => {
    const back = await away();
    gives({ access_token: "t1" });
    await door.arrive(back);

    expect(await failure(doorOf().arrive(back))).toBe("refused");
    expect(issuer.of("POST /token")).toHaveLength(1);
  });

  it.each([
    ["login_required", "asks"],
    ["interaction_required", "asks"],
    ["access_denied", "refused"],
  ])("understands the answer %s", async (error, why) => {
    const state = new URL(await away("#/c/thr_2")).searchParams.get("state");

    const told = await door.arrive(`${HOME}?error=${error}&state=${state}`).catch((it: SignInFailed) => it);

    expect(told).toMatchObject({ why, at: "#/c/thr_2" });
    expect(door.token).toBeUndefined();
  });

  it("takes no answer it did not ask for", async () => {
    await away();
    expect(await failure(door.arrive(`${HOME}?code=stolen&state=invented`))).toBe("refused");
    expect(issuer.of("POST /token")).toHaveLength(0);
  });

  it("takes no token of another sign-in", async () => {
    const back = await away();
    gives({ access_token: "t1", id_token: idToken({ sub: "ann", nonce: "of another" }) });

    expect(await failure(door.arrive(back))).toBe("refused");
    expect(door.token).toBeUndefined();
  });

  it("goes to no place that is not in this page", async () => {
    const back = await away("https://thief.example/");
    gives({ access_token: "t1" });
    expect(await door.arrive(back)).toBe("");
  });
});

describe("staying signed in", () => {
  it("renews once for all who ask, and with each refresh token once", async () => {
    await signedIn();
    gives({ access_token: "t2", refresh_token: "r2" });

    expect(await Promise.all([door.renew(), door.renew()])).toEqual(["t2", "t2"]);
    gives({ access_token: "t3" });
    expect(await door.renew()).toBe("t3");
    expect(await door.renew()).toBe("t3");

    const used = issuer
      .of("POST /token")
      .slice(1)
      .map(({ form }) => form.get("refresh_token"));
    expect(used).toEqual(["r1", "r2", "r2"]);
    expect(door.token).toBe("t3");
  });

  it("cannot without a refresh token, or with one that is no longer good", async () => {
    await signedIn({});
    expect(await door.renew()).toBeUndefined();
    expect(issuer.of("POST /token")).toHaveLength(1);
    await signedIn();
    issuer.answers["POST /token"] = { status: 400, body: { error: "invalid_grant" } };
    expect(await door.renew()).toBeUndefined();
  });

  it("takes no token of somebody else", async () => {
    await signedIn();
    gives({ access_token: "t2", id_token: idToken({ sub: "bob" }) });
    expect(await door.renew()).toBeUndefined();
    expect(door.token).toBe("t1");
  });
});

describe("leaving", () => {
  it("forgets the tokens and ends the session at the issuer", async () => {
    await signedIn();
    await door.leave();

    expect(door.token).toBeUndefined();
    expect(went.at(-1)).toMatch(`${issuer.origin}/logout?`);
    expect(sentTo().get("post_logout_redirect_uri")).toBe(HOME);
    expect(sentTo().get("id_token_hint")).toBeTruthy();
  });

  it("goes nowhere when the issuer offers no end", async () => {
    issuer.answers["GET /.well-known/openid-configuration"] = {
      body: {
        authorization_endpoint: `${issuer.origin}/authorize`,
        token_endpoint: `${issuer.origin}/token`,
      },
    };
    await signedIn();
    const before = went.length;
    await door.leave();

    expect(went).toHaveLength(before);
    expect(door.token).toBeUndefined();
  });

  it("is not undone by a renewal that was under way", async () => {
    await signedIn();
    gives({ access_token: "t2" });
    const renewal = door.renew();
    await door.leave();

    expect(await renewal).toBeUndefined();
    expect(door.token).toBeUndefined();
  });
});
