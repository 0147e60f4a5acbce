import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Api } from "../src/shell/api";
import { Stub } from "./issuer";

let service: Stub;
let token: string | undefined;
let api: Api;
const renew = vi.fn<() => Promise<string | undefined>>();
const onUnauthorized = vi.fn();

beforeEach(async () => {
  service = await new Stub().start();
  token = "t1";
  api = new Api(service.origin, () => token);
  renew.mockReset().mockImplementation(() => Promise.resolve((token = "t2")));
  Object.assign(api, { renew, onUnauthorized: onUnauthorized.mockReset() });
  service.answers["GET /api/cases"] = () => {
    const last = service.asked.at(-1)?.authorization;
    return last === "Bearer t2" ? { body: { cases: [] } } : { status: 401, body: { code: "not_signed_in" } };
  };
});
afterEach(() => service.stop());

it("tries once more with a new token when the old one is refused", async () => {
  expect(await api.cases()).toEqual([]);
  expect(service.asked.map((one) => one.authorization)).toEqual(["Bearer t1", "Bearer t2"]);
  expect(onUnauthorized).not.toHaveBeenCalled();
});

it("ends the session when there is no new token", async () => {
  renew.mockImplementation(() => Promise.resolve(undefined));
  await expect(api.cases()).rejects.toMatchObject({ status: 401, code: "not_signed_in" });
  expect(onUnauthorized).toHaveBeenCalledOnce();
  expect(service.asked).toHaveLength(1);
});

it("ends the session when the new token is refused too, without another try", async () => {
  renew.mockImplementation(() => Promise.resolve((token = "t3")));
  await expect(api.cases()).rejects.toMatchObject({ status: 401 });
  expect(service.asked).toHaveLength(2);
  expect(renew).toHaveBeenCalledOnce();
  expect(onUnauthorized).toHaveBeenCalledOnce();
});

it("takes the token that another request has brought meanwhile", async () => {
  const answered = service.answers["GET /api/cases"] as () => object;
  service.answers["GET /api/cases"] = () => {
    token = "t2";
    return answered();
  };
  expect(await api.cases()).toEqual([]);
  expect(renew).not.toHaveBeenCalled();
});

it("asks for nothing when nobody is signed in", async () => {
  token = undefined;
  await expect(api.cases()).rejects.toMatchObject({ status: 401 });
  expect(service.asked[0]?.authorization).toBeUndefined();
  expect(renew).not.toHaveBeenCalled();
  expect(onUnauthorized).not.toHaveBeenCalled();
});

it("asks who a token speaks for without ending anybody's session", async () => {
  service.answers["GET /api/session"] = { status: 403, body: { code: "not_allowed", message: "no" } };
  await expect(api.whoSpeaks("t9")).rejects.toMatchObject({ status: 403, code: "not_allowed" });
  expect(service.asked[0]?.authorization).toBe("Bearer t9");
  service.answers["GET /api/session"] = { body: { principal: { id: "ann", name: "Ann", role: "customer" } } };
  expect(await api.whoSpeaks("t9")).toEqual({ id: "ann", name: "Ann", role: "customer" });
  expect(renew).not.toHaveBeenCalled();
  expect(onUnauthorized).not.toHaveBeenCalled();
});
