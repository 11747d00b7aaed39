// Visits all pages of a site. Each visit adds the links that it finds, and the crawl ends when no page is left.
import { type Flow, pipeline, walk } from "sluice";
import { politeFetch } from "sluice/web";

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly links: readonly string[];
}

export interface CrawlOptions {
  /** Pages fetched at once. Default 8. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

/** The pages of one site, each page once, in order of arrival. Leaving the loop stops the crawl. */
export function crawl(start: string, { concurrency = 8, signal }: CrawlOptions = {}): Flow<Page> {
  const { href, origin } = new URL(start);
  const ask = politeFetch(fetch, { concurrency }); // waits when the server answers 429 or 503
  const seen = new Set([href]);
  const visit = walk<string, Page>(async (url, { add, signal }) => {
    const response = await ask(url, { signal });
    const links = await linksOf(response);
    for (const link of links) {
      if (seen.has(link) || new URL(link).origin !== origin) continue;
      seen.add(link);
      add(link);
    }
    return { url, status: response.status, links };
  }, { concurrency, ordered: false, capacity: 100_000 });
  return pipeline([href], visit, { signal });
}

/** The absolute addresses that a page links to, without their fragments. */
async function linksOf(response: Response): Promise<string[]> {
  if (!response.headers.get("content-type")?.startsWith("text/html")) {
    await response.body?.cancel();
    return [];
  }
  const page = await response.text();
  return [...page.matchAll(/<a\s[^>]*href="([^"#]+)/gi)].flatMap(([, href = ""]) => {
    const link = URL.canParse(href, response.url) ? new URL(href, response.url).href : "";
    return link.startsWith("http") ? [link] : [];
  });
}
