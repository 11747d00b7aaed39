// The line of a governor, seen from one whose stock the test fills.
import * as assert from "uvu/assert";
import type { Permit } from "sluice";
import { PermitQueue } from "../../src/sync/permit-queue.ts";
import { acquired } from "../../src/sync/permit-queue.ts";
import { failure } from "../support/failure.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("permit queue");

class Shop extends PermitQueue {
  stock = 0;
  readonly gone: [boolean, unknown][] = [];

  restock(amount: number): void {
    this.stock += amount;
    this.changed();
  }

  override left(wasFirst: boolean, weight: unknown): void {
    this.gone.push([wasFirst, weight]);
    super.left(wasFirst, weight);
  }

  protected override fits(weight: number): boolean {
    return weight <= this.stock;
  }

  protected override take(weight: number): void {
    this.stock -= weight;
  }

  protected override permit(weight: number): Permit {
    const release = () => this.restock(weight);
    return { release, [Symbol.dispose]: release };
  }
}

test("what there is can be had at once, unless somebody waits (G3)", async () => {
  const shop = new Shop();
  shop.restock(2);
  assert.ok(shop.attempt(1));
  assert.ok(shop.gives(1));
  const big = shop.acquire(2, undefined);
  assert.not(shop.gives(1));
  assert.is(shop.attempt(1), undefined);
  assert.ok(await pending(big));
  shop.restock(1);
  await big;
});

test("who leaves early is told with what they had brought, and lets those behind go (G3, C14)", async () => {
  const shop = new Shop();
  const controller = new AbortController();
  const { signal } = controller;
  const [big, small, middle] = [shop.acquire(5, signal), shop.acquire(1, undefined), shop.acquire(3, signal)];
  shop.restock(2);
  assert.ok(await pending(small));
  controller.abort("enough");
  assert.equal([await failure(big), await failure(middle)], ["enough", "enough"]);
  await small;
  assert.equal(shop.gone.map(([, weight]) => weight), [5, 3]);
  assert.is(shop.stock, 1);
});

test("acquired() makes a rejection of what is thrown", async () => {
  const wrong = new RangeError("wrong");
  assert.is(
    await failure(acquired(() => {
      throw wrong;
    })),
    wrong,
  );
  assert.is(await failure(acquired(() => new Shop().acquire(1, AbortSignal.abort("before")))), "before");
});

test.run();
