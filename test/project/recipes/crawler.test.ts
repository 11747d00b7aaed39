// The crawler of the recipes, on a site that a real server has.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as assert from "uvu/assert";
import { crawl } from "../../../examples/recipes/crawler.ts";
import { failure } from "../../support/failure.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("recipe: crawler");

/** Lets the event loop turn so often. */
async function turns(count: number): Promise<void> {
  for (let done = 0; done < count; done++) await turn();
}

/** Serves a site while the body runs; pages are looked up, and what is no page is not found. */
async function withSite(
  pages: (path: string) => readonly string[] | undefined,
  body: (url: string, asked: string[]) => Promise<void>,
  answer: (path: string, response: ServerResponse) => boolean = () => false,
): Promise<void> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    if (answer(url, response)) return;
    const links = pages(url);
    response.writeHead(links === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
    response.end((links ?? []).map((link) => `<p><a class="x" href="${link}">a page</a></p>`).join("\n"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const small: Record<string, string[]> = {
  "/": ["/a", "b", "/a#part", "https://example.invalid/", "mailto:someone@example.invalid", "/gone"],
  "/a": ["/", "/c"],
  "/b": ["/c", "/a"],
  "/c": [],
};

test("each page of the site is visited once, whatever links to it, and nothing else is", async () => {
  await withSite((path) => small[path], async (url, asked) => {
    const pages = await crawl(`${url}/`).toArray();
    assert.equal(pages.map((page) => `${page.status} ${page.url.slice(url.length)}`).sort(), [
      "200 /",
      "200 /a",
      "200 /b",
      "200 /c",
      "404 /gone",
    ]);
    assert.equal(asked.sort(), ["/", "/a", "/b", "/c", "/gone"]);
  });
});

test("what is not HTML is visited, and not read", async () => {
  const file = (path: string, response: ServerResponse) => {
    if (path !== "/file") return false;
    response.writeHead(200, { "content-type": "text/plain" }).end('<a href="/never">');
    return true;
  };
  await withSite((path) => path === "/" ? ["/file"] : undefined, async (url, asked) => {
    assert.is(await crawl(url).run(), 2);
    assert.equal(asked, ["/", "/file"]);
  }, file);
});

test("never more pages are fetched at once than it says, on a site with more of them than that", async () => {
  let [running, most] = [0, 0];
  const slow = (path: string, response: ServerResponse) => {
    most = Math.max(most, ++running);
    const n = Number(path.slice(1) || 1);
    const links = [2 * n, 2 * n + 1].filter((child) => child <= 300).map((child) => `<a href="/${child}"></a>`);
    void turns(20).then(() => {
      running--;
      response.writeHead(200, { "content-type": "text/html" }).end(links.join());
    });
    return true;
  };
  await withSite(() => undefined, async (url) => {
    assert.is(await crawl(url, { concurrency: 5 }).run(), 300);
    assert.is(most, 5);
  }, slow);
});

test("leaving the loop of a site without an end stops the crawl, and so does a signal", async () => {
  const endless = (path: string) => [`${path}x`, `${path}y`];
  await withSite(endless, async (url, asked) => {
    let count = 0;
    for await (const _ of crawl(url, { concurrency: 4 })) if (++count === 20) break;
    const before = asked.length;
    assert.ok(before <= 24, `${before} were asked for`);
    const controller = new AbortController();
    const reason = new Error("enough");
    const result = failure(crawl(url, { signal: controller.signal }).forEach(() => controller.abort(reason)));
    assert.is(await result, reason);
    assert.ok(asked.length <= before + 16);
  });
});

test.run();
