// Express behind `guard`: a middleware that holds a place until the response has ended.
import express, { type NextFunction, type Request as Incoming, type Response as Outgoing } from "express";
import { createServer, type Server } from "node:http";
import { guard } from "sluice/web";

export type Report = (id: string, signal: AbortSignal) => Promise<string>;

/** A server of reports at `/reports/ID`; `listen` starts it. */
export function reports(report: Report, { concurrency = 8, capacity = 64 } = {}): Server {
  const app = express();
  app.use(admission({ concurrency, capacity }));
  app.get("/reports/:id", async (request, response) => {
    response.send(await report(request.params.id, signalOf(response)));
  });
  return createServer(app);
}

/** Passes on `concurrency` requests at once, queues `capacity` others, and refuses the rest. */
function admission(options: { readonly concurrency: number; readonly capacity: number }) {
  const admit = guard(async (_request: Request, response: Outgoing, next: NextFunction) => {
    const ended = new Promise((resolve) => response.once("close", resolve));
    next();
    await ended;
    return new Response(null);
  }, options);
  return async (incoming: Incoming, response: Outgoing, next: NextFunction) => {
    const request = new Request(`http://localhost${incoming.originalUrl}`, { signal: signalOf(response) });
    const answer = await admit(request, response, next);
    if (response.headersSent || response.destroyed) return; // it was let through, or the client has left
    response.status(answer.status).setHeaders(answer.headers).send(await answer.text());
  };
}

const signals = new WeakMap<Outgoing, AbortSignal>();

/** Aborted when the client leaves before the response has ended. */
function signalOf(response: Outgoing): AbortSignal {
  const known = signals.get(response);
  if (known !== undefined) return known;
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  signals.set(response, controller.signal);
  return controller.signal;
}
