// A site on loopback: serves files, and hears from its pages how their runs went.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".map": "application/json",
};

// What lets a page see SharedArrayBuffer.
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/**
 * Opens a site whose `files` are texts or `URL`s of files by their paths; `folders` are URLs, by the paths they stand at.
 *
 * @param {{ files?: Record<string, string | URL>, folders?: Record<string, URL> }} content
 */
export async function open({ files = {}, folders = {} }) {
  const heard = new Map();

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const headers = { "cache-control": "no-store", ...isolation };
    if (request.method === "POST" && pathname === "/report") {
      ear(searchParams.get("from")).resolve(JSON.parse(await text(request)));
      return response.writeHead(204, headers).end();
    }
    try {
      const body = await content(pathname);
      response.writeHead(200, { ...headers, "content-type": types[extname(pathname)] ?? types[".html"] }).end(body);
    } catch (error) {
      response.writeHead(404, headers).end(error.message);
    }
  });

  function content(path) {
    const file = files[path];
    if (typeof file === "string") return file;
    if (file !== undefined) return readFile(file);
    const folder = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    if (folder === undefined) throw new Error(`There is no ${path}`);
    return readFile(new URL(path.slice(folder.length), folders[folder]));
  }

  /** Where one page's report arrives. */
  function ear(from) {
    if (!heard.has(from)) heard.set(from, deferred());
    return heard.get(from);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    report: (from) => ear(from).promise,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function deferred() {
  let resolve;
  const promise = new Promise((given) => {
    resolve = given;
  });
  return { promise, resolve };
}

async function text(request) {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}
