import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, test } from "vitest";
import { ApiError } from "../src/protocol/errors";
import { IssuerDoor } from "../src/shell/IssuerSignIn";
import { SignInFailed } from "../src/shell/oidc";
import { TextsProvider, textsFor } from "../src/shell/texts";
import { isWayBack, problemIn, type Problem } from "../src/shell/useIssuer";

const PROBLEMS: Problem[] = ["issuer", "shop", "refused", "stranger", "unverified"];

const draw = (locale: string, problem?: Problem, { isBusy = false, hasEnded = false } = {}) =>
  renderToStaticMarkup(
    <TextsProvider value={{ texts: textsFor(locale), locale }}>
      <IssuerDoor {...{ isBusy, hasEnded, problem }} onGo={() => undefined} />
    </TextsProvider>,
  );

test.each([
  ["", false],
  ["?code=1", false],
  ["?state=1", false],
  ["?utm=x&state=1", false],
  ["?code=1&state=2", true],
  ["?error=login_required&state=2", true],
])("%s is the way back: %s", (search, isOne) => {
  expect(isWayBack(search)).toBe(isOne);
});

test.each([
  [new SignInFailed("asks"), undefined],
  [new SignInFailed("unreachable"), "issuer"],
  [new SignInFailed("refused"), "refused"],
  [new ApiError(401, "not_signed_in", ""), "refused"],
  [new ApiError(403, "not_allowed", ""), "stranger"],
  [new ApiError(403, "email_unverified", ""), "unverified"],
  [new ApiError(503, "unavailable", ""), "shop"],
  [new ApiError(429, "throttled", ""), "shop"],
  [new TypeError("Failed to fetch"), "shop"],
])("%s is told as %s", (error, problem) => {
  expect(problemIn(error)).toBe(problem);
});

it.each(["en", "de", "fr"])("says in words of its own what each problem is: %s", (locale) => {
  const said = PROBLEMS.map(
    (problem) => /role="alert".*?<span[^>]*>([^<]+)<\/span><\/p>/.exec(draw(locale, problem))?.[1],
  );
  expect(new Set(said).size).toBe(PROBLEMS.length);
  if (locale !== "en") expect(said).not.toContain(textsFor("en").signInStranger);
});

it("offers one thing to do, and nothing while it is on its way", () => {
  expect(draw("en")).toContain(">Sign in</button>");
  expect(draw("en", "stranger")).toContain(">Use another account</button>");
  expect(draw("en", "issuer")).toContain(">Try again</button>");
  const busy = draw("en", undefined, { isBusy: true });
  expect(busy).not.toContain("<button");
  expect(busy).toContain("Signing you in");
});

it("tells of a session that ended until there is something newer to tell", () => {
  expect(draw("en", undefined, { hasEnded: true })).toContain("your draft is kept");
  expect(draw("en", "issuer", { hasEnded: true })).not.toContain("your draft is kept");
});
