// With a real server and its clients: `node:http` behind srvx on Node, `Deno.serve` on Deno, `Bun.serve` on Bun.
import * as assert from "uvu/assert";
import { guard, politeFetch } from "sluice/web";
import { serve } from "srvx";
import { suite } from "../../support/test.ts";

const test = suite("learned rate before real servers");

test("fifty clients of a server with a limit lose no request, and after a second few are refused (W6)", async () => {
  const answers: { time: number; status: number }[] = [];
  const guarded = guard(() => new Response("done"), { concurrency: 100, limiter: { limit: 100 } });
  const server = serve({
    port: 0,
    hostname: "127.0.0.1",
    silent: true,
    fetch: async (request) => {
      const response = await guarded(request);
      answers.push({ time: performance.now(), status: response.status });
      return response;
    },
  });
  await server.ready();
  try {
    const ask = politeFetch(fetch, { retry: { attempts: Infinity } });
    const start = performance.now();
    let asked = 0;
    const got: number[] = [];
    await Promise.all(Array.from({ length: 50 }, async () => {
      while (performance.now() - start < 3_000) {
        asked++;
        const response = await ask(server.url ?? "");
        await response.text();
        got.push(response.status);
      }
    }));
    assert.equal([got.length, got.filter((status) => status !== 200)], [asked, []]);
    const later = answers.filter(({ time }) => time > start + 1_000);
    const refused = later.filter(({ status }) => status === 429).length;
    assert.ok(later.length > 10, `${later.length} answers after the first second`);
    assert.ok(refused <= later.length * 0.05, `${refused} of ${later.length} were refused`);
  } finally {
    await server.close(true);
  }
}, { within: 60_000 });

test.run();
