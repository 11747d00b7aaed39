import * as assert from "uvu/assert";
import { isOverload, isRefusal } from "../../src/pressure/elastic/overload.ts";
import { headerOf, saysOverload } from "../../src/pressure/response.ts";
import { retryAfterOf } from "../../src/pressure/retry/retry-after.ts";
import { suite } from "../support/test.ts";

const test = suite("response");

const unreadable = (key: string) =>
  Object.defineProperty({}, key, {
    get() {
      throw new Error("It cannot be read");
    },
  });

test("a status is found wherever clients put it (R4)", () => {
  for (const status of [429, 503]) {
    for (
      const thrown of [
        { status },
        { statusCode: status },
        { response: { status } },
        { response: { statusCode: status } },
        { $metadata: { httpStatusCode: status } },
        { $response: { statusCode: status } },
        { status: "rejected", response: { status } },
      ]
    ) assert.ok(saysOverload(thrown) && isOverload(thrown), JSON.stringify(thrown));
  }
});

test("anything else says nothing (R4)", () => {
  for (
    const thrown of [undefined, null, 503, "503", {}, { status: 500 }, { response: null }, {
      response: { status: "503" },
    }]
  ) assert.not(saysOverload(thrown));
});

test("a place that cannot be read hides no other (R3, R4)", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.not(isOverload(proxy));
  assert.not(isRefusal(proxy));
  assert.is(retryAfterOf(proxy), undefined);
  for (const key of ["name", "status", "headers", "retryAfter"]) {
    const thrown = Object.assign(unreadable(key), { response: { status: 503, headers: { "retry-after": 2 } } });
    assert.ok(isOverload(thrown), key);
    assert.is(retryAfterOf(thrown), 2000, key);
  }
});

test("a response that is returned with a statusCode and headers is a refusal, also without get() (R4)", () => {
  assert.ok(isRefusal({ statusCode: 503, headers: {} }));
  assert.ok(isRefusal({ statusCode: 429, headers: ["retry-after", "1"] }));
  for (const result of [{ statusCode: 200, headers: {} }, { statusCode: 503 }, { status: 503, headers: {} }]) {
    assert.not(isRefusal(result));
  }
  assert.not(isRefusal({ response: { status: 503, headers: new Headers() } }), "which is not returned, but held");
});

test("Retry-After is found in every form of headers, in whatever case (R3)", () => {
  const forms = [
    new Headers({ "Retry-After": "2" }),
    new Map([["retry-after", "2"]]),
    { "Retry-After": "2" },
    { "RETRY-AFTER": ["2", "3"] },
    [["Date", "now"], ["Retry-After", "2"]],
    ["Date", "now", "Retry-After", "2"],
    ["x", "retry-after", "retry-after", ["2"]],
  ];
  for (const headers of forms) {
    for (const thrown of [{ headers }, { response: { headers } }, { $response: { headers } }]) {
      assert.is(retryAfterOf(thrown), 2000, JSON.stringify(thrown));
    }
  }
});

test("headers that cannot be read, or have no such name, say nothing (R3)", () => {
  const get = () => {
    throw new Error("It cannot be read");
  };
  for (const headers of [undefined, 5, [], ["retry-after"], {}, { get }, unreadable("Retry-After")]) {
    assert.is(headerOf({ headers }, "retry-after"), undefined);
  }
});

test.run();
