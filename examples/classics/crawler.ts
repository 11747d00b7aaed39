// After the web crawler of "A Tour of Go" (concurrency, exercise 10; 2011), with a limit on how fast it may ask.
//
// It shows work that makes more work: whoever is done may add pages, and the crawl ends when none is under way. The
// limiter spares the server, the group bounds what runs at once, and no page is fetched twice.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Group, group, rateLimiter } from "sluice";

const site: Record<string, string[]> = {
  "/": ["/pkg/", "/cmd/"],
  "/pkg/": ["/", "/cmd/", "/pkg/fmt/", "/pkg/os/"],
  "/pkg/fmt/": ["/", "/pkg/"],
  "/pkg/os/": ["/", "/pkg/"],
};

const server = createServer(({ url = "" }, response) => {
  const links = site[url];
  response.writeHead(links === undefined ? 404 : 200, { connection: "close" }).end(JSON.stringify(links ?? []));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;

const limiter = rateLimiter({ limit: 100, burst: 1 });
const found = new Map<string, string>();
const begun: number[] = [];

async function crawl(g: Group, path: string, depth: number): Promise<void> {
  if (found.has(path)) return;
  found.set(path, "under way"); // before anything is waited for, so that nobody else takes it
  await limiter.acquire({ signal: g.signal });
  begun.push(Date.now());
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: g.signal });
  found.set(path, response.ok ? "found" : "not found");
  const links: string[] = JSON.parse(await response.text());
  if (depth > 1) { for (const link of links) g.go(() => crawl(g, link, depth - 1)); }
}

await group((g) => crawl(g, "/", 4), { limit: 2 });
server.close();
for (const [path, state] of [...found].sort()) console.log(state, path);
console.log("not too fast:", begun.at(-1)! - begun[0]! >= 35);

// Output:
// found /
// not found /cmd/
// found /pkg/
// found /pkg/fmt/
// found /pkg/os/
// not too fast: true
