import * as assert from "uvu/assert";
import { isOverload, isRefusal } from "../../../src/pressure/elastic/overload.ts";
import { suite } from "../../support/test.ts";

const test = suite("overload");

test("a thrown status of 429 or 503 says so, and so does an open circuit breaker; nothing else does (R4)", () => {
  const yes = [{ status: 429 }, Object.assign(new Error(), { status: 503 }), new Response("", { status: 503 })];
  const open = Object.assign(new Error(), { name: "CircuitOpenError" });
  for (const thrown of [...yes, open]) assert.ok(isOverload(thrown));
  for (const thrown of [undefined, null, 503, "503", {}, { status: 500 }, { status: "429" }, new Error("x")]) {
    assert.not(isOverload(thrown));
  }
});

test("of results, a Response says so; a value that happens to have such a status does not (R4)", () => {
  for (const status of [429, 503]) assert.ok(isRefusal(new Response("", { status })));
  for (const result of [new Response(), { status: 503 }, { status: 429, headers: {} }, undefined, null, 429]) {
    assert.not(isRefusal(result));
  }
});

test.run();
