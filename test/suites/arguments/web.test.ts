import * as assert from "uvu/assert";
import * as exported from "sluice/web";
import { type PublisherSubscription, toPublisher } from "sluice/web";
import { suite } from "../../support/test.ts";
import { web } from "./web.ts";
import { sweep } from "./sweep.ts";

const test = suite("arguments of sluice/web");

test("every export of sluice/web has its right arguments here", () => {
  assert.equal(Object.keys(web).sort(), Object.keys(exported).sort());
});

for (const [name, entry] of Object.entries(web)) {
  test(`${name} names what is wrong in words of its own (C25)`, async () => {
    assert.is((await sweep(name, Reflect.get(exported, name), entry)).join("\n"), "");
  });
}

test("a subscription of toPublisher() names a wrong count in words of its own (W4, C25)", async () => {
  const request = (count: number) => {
    return new Promise((_, reject) => {
      const onSubscribe = (to: PublisherSubscription) => to.request(count);
      toPublisher([1]).subscribe({ onSubscribe, onNext() {}, onError: reject, onComplete() {} });
    });
  };
  assert.is((await sweep("request", request, { args: () => ({ count: 1 }) })).join("\n"), "");
});

test.run();
