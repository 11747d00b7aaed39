// A node:http server that accepts no more requests than it can serve: others wait in a short queue, or get a Retry-After at
// once.
import { createServer, type RequestListener, type Server } from "node:http";
import { guard } from "sluice/web";
import { toNodeHandler } from "srvx/node";

export type Report = (id: string, signal: AbortSignal) => Promise<string>;

/** A server of reports at `/reports/ID`; `listen` starts it. */
export function reports(report: Report, { concurrency = 8, capacity = 64 } = {}): Server {
  const handle = guard(async (request) => {
    const [, id] = /^\/reports\/(\w+)$/.exec(new URL(request.url).pathname) ?? [];
    if (id === undefined) return new Response("Not found", { status: 404 });
    return new Response(await report(id, request.signal)); // the signal aborts when the client has left
  }, { concurrency, capacity });
  return createServer(toNodeHandler(handle) as RequestListener);
}
