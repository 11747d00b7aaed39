// Whether `retry`, `restarting`, `politeFetch` and `elastic` see what real clients say of a real server.
import { elastic, restarting, retry } from "sluice";
import { politeFetch } from "sluice/web";
import * as assert from "uvu/assert";
import { suite } from "../../support/test.ts";
import { clients, fetches, returning } from "./clients.ts";
import { service } from "./service.ts";

const test = suite("clients");

/** So long that a test fails by its own limit unless `Retry-After` decides. */
const policy = { attempts: 3, delay: 600_000, jitter: "none" } as const;

async function throwing(ask: () => Promise<unknown>): Promise<void> {
  throw await ask();
}

async function thrown(ask: () => Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await ask();
  } catch (error) {
    return error as Record<string, unknown>;
  }
  return assert.unreachable("It was not refused") as never;
}

for (const status of [429, 503]) {
  for (const { name, ask } of clients) {
    test(`retry() obeys the Retry-After of a ${status} that ${name} throws (R3)`, async () => {
      await using server = await service(status, 2);
      await retry(() => ask(server.url), policy);
      assert.is(server.requests, 3);
    });

    test(`elastic() sees a ${status} that ${name} throws, and stays at its lowest limit (R4)`, async () => {
      await using server = await service(status, Infinity);
      assert.is(await highestLimit(() => ask(server.url)), 1);
    });
  }

  for (const { name, ask } of returning) {
    test(`retry() obeys the Retry-After of a ${status} that ${name} returns and its caller throws (R3)`, async () => {
      await using server = await service(status, Infinity);
      await thrown(() => retry(() => throwing(() => ask(server.url)), policy));
      assert.is(server.requests, 3);
    });
  }

  for (const { name, fetch } of fetches) {
    test(`politeFetch() waits and asks again after a ${status} of ${name}, with any method (W6)`, async () => {
      await using server = await service(status, 2);
      const response = await politeFetch(fetch, { retry: policy })(server.url, { method: "POST", body: "x" });
      assert.is(response.status, 200);
      assert.is(server.requests, 3);
    });
  }
}

for (const { name, ask } of returning) {
  test(`elastic() sees a 503 that ${name} returns, and stays at its lowest limit (R4)`, async () => {
    await using server = await service(503, Infinity);
    assert.is(await highestLimit(() => ask(server.url)), 1);
  });
}

test("restarting() obeys Retry-After, too (R3)", async () => {
  const [{ ask } = assert.unreachable() as never] = clients;
  await using server = await service(503, 2);
  const flow = restarting(async function* () {
    yield await ask(server.url);
  }, policy);
  assert.is((await flow.toArray()).length, 1);
  assert.is(server.requests, 3);
});

/** The highest limit during so many calls. With calls that succeed it is more than 1. */
async function highestLimit(ask: () => Promise<unknown>): Promise<number> {
  const budget = elastic();
  let highest = 0;
  const call = () => budget.with(ask).catch(() => undefined).finally(() => highest = Math.max(highest, budget.limit));
  await Promise.all(Array.from({ length: 120 }, call));
  return highest;
}

for (const { name, ask } of [...clients, ...returning]) {
  test(`with calls of ${name} that succeed, the limit grows (R4)`, async () => {
    await using server = await service(503, 0);
    assert.ok(await highestLimit(() => ask(server.url)) > 1);
  });
}

test.run();
