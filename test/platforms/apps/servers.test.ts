// The servers of the recipes, with real clients: node:http, Hono and Express keep to the same bounds.
import { once } from "node:events";
import { get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as assert from "uvu/assert";
import * as express from "../../../examples/recipes/apps/express.ts";
import * as hono from "../../../examples/recipes/apps/hono.ts";
import * as nodeHttp from "../../../examples/recipes/apps/node-http.ts";
import { Jobs } from "../../support/jobs.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("recipes: servers");

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

/** Reports that end when the test says so. */
class Reports {
  readonly jobs = new Jobs<string>((id) => `report ${id}`);
  readonly signals = new Map<number, AbortSignal>();

  readonly report = (id: string, signal: AbortSignal): Promise<string> => {
    this.signals.set(Number(id), signal);
    return this.jobs.work(Number(id), { index: 0, signal });
  };
}

interface Client {
  readonly answer: Promise<{ status: number | undefined; retryAfter: string | undefined; text: string }>;
  leave(): void;
}

/** Asks by a connection of its own. */
function ask(server: Server, path: string): Client {
  const { port } = server.address() as AddressInfo;
  const request = get({ host: "127.0.0.1", port, path, agent: false });
  const answer = once(request, "response").then(async ([response]: IncomingMessage[]) => {
    let text = "";
    for await (const piece of response!.setEncoding("utf8")) text += piece;
    return { status: response!.statusCode, retryAfter: response!.headers["retry-after"], text };
  });
  answer.catch(() => {});
  return { answer, leave: () => void request.destroy() };
}

async function withServer(server: Server, body: () => Promise<void>): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await body();
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

const limits = { concurrency: 2, capacity: 2, limit: 1_000 };

for (const [name, { reports }] of Object.entries({ "node:http": nodeHttp, hono, express })) {
  test(`${name}: a report is served, and another path is not found`, async () => {
    const server = reports((id) => Promise.resolve(`report ${id}`));
    await withServer(server, async () => {
      assert.equal(await ask(server, "/reports/7").answer, { status: 200, retryAfter: undefined, text: "report 7" });
      assert.is((await ask(server, "/elsewhere").answer).status, 404);
    });
  });

  test(`${name}: two run, two wait, the next one is refused at once with a time to come again`, async () => {
    const { jobs, report } = new Reports();
    const server = reports(report, limits);
    await withServer(server, async () => {
      const clients = [];
      for (const id of [1, 2]) {
        clients.push(ask(server, `/reports/${id}`));
        await until(() => jobs.started.includes(id));
      }
      const all = [3, 4, 5, 6].map((id) => ask(server, `/reports/${id}`));
      let refused = 0;
      for (const { answer } of all) {
        void answer.then(({ status, retryAfter }) => {
          if (status === 503 && Number(retryAfter) >= 1) refused++;
        });
      }
      await until(() => refused === 2);
      assert.equal(jobs.started, [1, 2]);
      jobs.finish(1, 2);
      await until(() => jobs.started.length === 4);
      jobs.finish(...jobs.started.slice(2));
      const answers = await Promise.all([...clients, ...all].map(({ answer }) => answer));
      assert.equal(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 503, 503]);
      assert.equal([answers[0]?.text, answers[1]?.text], ["report 1", "report 2"]);
    });
  });

  test(`${name}: a client that leaves the queue frees its place and is never worked for`, async () => {
    const { jobs, report } = new Reports();
    const server = reports(report, { ...limits, concurrency: 1, capacity: 1 });
    let [arrived, left] = [0, 0];
    server.on("request", (_, response) => {
      arrived++;
      response.once("close", () => left++);
    });
    await withServer(server, async () => {
      const first = ask(server, "/reports/1");
      await until(() => jobs.started.length === 1);
      const second = ask(server, "/reports/2");
      await until(() => arrived === 2);
      assert.is((await ask(server, "/reports/9").answer).status, 503); // so the second one waits
      const before = left;
      second.leave();
      await until(() => left > before);
      const third = ask(server, "/reports/3");
      await until(() => arrived === 4);
      jobs.finish(1);
      await until(() => jobs.started.length === 2);
      jobs.finish(3);
      assert.equal([(await first.answer).text, (await third.answer).text], ["report 1", "report 3"]);
      assert.equal(jobs.started, [1, 3]);
    });
  });

  test(`${name}: a client that leaves while it is served aborts the signal of the work`, async () => {
    const { jobs, signals, report } = new Reports();
    const server = reports(report, limits);
    await withServer(server, async () => {
      const { leave } = ask(server, "/reports/1");
      await until(() => jobs.started.length === 1);
      assert.not(signals.get(1)?.aborted);
      leave();
      await until(() => signals.get(1)?.aborted === true);
      jobs.finish(1);
    });
  });
}

test("hono: an address that asks too often is told when to come again, and others are not held up", async () => {
  const server = hono.reports((id) => Promise.resolve(id), { limit: 3 });
  await withServer(server, async () => {
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await ask(server, "/reports/1").answer);
    assert.equal(answers.map(({ status }) => status).slice(0, 4), [200, 200, 200, 429]);
    assert.is(answers[3]?.retryAfter, "1");
  });
});

test.run();
