// With real servers and clients: `node:http` behind srvx on Node, `Deno.serve` on Deno, `Bun.serve` on Bun.
import * as assert from "uvu/assert";
import { map, pipeline, sleep } from "sluice";
import { guard } from "sluice/web";
import { serve } from "srvx";
import { suite } from "../../support/test.ts";

const test = suite("guard of real servers");

type Handler = (request: Request) => Response | Promise<Response>;

async function served(fetch: Handler, body: (url: string) => Promise<void>): Promise<void> {
  const server = serve({ fetch, port: 0, hostname: "127.0.0.1", silent: true });
  await server.ready();
  try {
    await body(server.url ?? "");
  } finally {
    await server.close(true);
  }
}

test("nothing is lost, no more run than may, and every refusal says when to come again (W5)", async () => {
  let running = 0;
  let most = 0;
  let handled = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await sleep(5);
    running--;
    handled++;
    return new Response("done");
  };
  await served(guard(work, { concurrency: 4, capacity: 8 }), async (url) => {
    const answers = await pipeline(
      Array.from({ length: 200 }, () => url),
      map(async (url) => {
        const response = await fetch(url);
        return {
          status: response.status,
          retryAfter: response.headers.get("Retry-After"),
          text: await response.text(),
        };
      }, { concurrency: 40, ordered: false }),
    ).toArray();
    const done = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 503);
    assert.equal([answers.length, done.length + refused.length, done.length], [200, 200, handled]);
    assert.ok(done.every(({ text }) => text === "done"));
    assert.ok(refused.length > 0);
    assert.ok(refused.every(({ retryAfter }) => Number(retryAfter) >= 1));
    assert.ok(most <= 4, `${most} ran at once`);
  });
});

test("a client that hangs up frees its place in the queue (W5)", async () => {
  const calls: string[] = [];
  const work = async (request: Request) => {
    calls.push(new URL(request.url).pathname);
    await sleep(300);
    return new Response("done");
  };
  await served(guard(work, { concurrency: 1, capacity: 1 }), async (url) => {
    const first = fetch(new URL("first", url)).then((response) => response.text());
    while (calls.length === 0) await sleep(5);
    const controller = new AbortController();
    const leaving = fetch(new URL("leaving", url), { signal: controller.signal }).catch((error) => error.name);
    await sleep(50);
    controller.abort();
    assert.is(await leaving, "AbortError");
    await sleep(50);
    const next = await fetch(new URL("next", url));
    assert.equal([next.status, await next.text(), await first], [200, "done", "done"]);
    assert.equal(calls, ["/first", "/next"]);
  });
});

test.run();
