// A Hono app behind `guard`: its `fetch` is a function from a request to a response, so `guard` wraps the whole app.
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Server } from "node:http";
import { guard } from "sluice/web";

export type Report = (id: string, signal: AbortSignal) => Promise<string>;

/** A server of reports at `/reports/ID`; `listen` starts it. Each address may send ten requests a second. */
export function reports(report: Report, { concurrency = 8, capacity = 64, limit = 10 } = {}): Server {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get("/reports/:id{\\w+}", async (c) => c.text(await report(c.req.param("id"), c.req.raw.signal)));
  const handle = guard(async (request: Request, bindings: HttpBindings) => await app.fetch(request, bindings), {
    concurrency,
    capacity,
    limiter: { limit, interval: 1_000 },
    keyOf: (_request, { incoming }) => incoming.socket.remoteAddress,
  });
  return createAdaptorServer({ fetch: (request, env) => handle(request, env as HttpBindings) }) as Server;
}
