// The site that a browser visits. /page.html runs the portable tests, /worker.html has a module worker run them, and
// /page+worker.html does both at the same time; /plain.html runs those that need nothing but the front door against `dist/`
// as it is, found by an import map.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { copies } from "../../../tools/bundle.mjs";
import { atTheFront, avoiding } from "../../../tools/front.mjs";
import { root } from "../../../tools/setup.mjs";
import { suites } from "../../../tools/suites.mjs";
import { namesOf } from "./expected.mjs";

/**
 * What `open` of site.mjs serves, and the names of the tests that each way to run must run. Each run tells within `limit`
 * milliseconds. Without names of files it is all of them.
 */
export async function pages(limit, wanted = []) {
  const files = portable().filter((file) => wanted.length === 0 || wanted.includes(file));
  const front = atTheFront(files);
  const script = (file, from) => `<script type="module" src="/${file}?from=${from}&limit=${limit}"></script>`;
  const [all, some] = await Promise.all([files, front].map(namesOf));
  const content = {
    files: {
      "/page.html": page("page", script("tests.js", "page")),
      "/worker.html": page("worker", startWorker(limit)),
      "/page+worker.html": page("page", startWorker(limit) + script("tests.js", "page")),
      "/plain.html": page("plain", importMap() + script("messages.js", "plain") + script("front.js", "plain")),
      "/tests.js": await bundle([messages, suite, ...files]),
      // In a file of its own it comes before the library there, too.
      "/messages.js": await bundle([messages]),
      "/front.js": await bundle([suite, ...front], ["sluice", "sluice/*"]),
    },
    folders: { "/dist/": folder("dist/") },
  };
  return { content, tests: { page: all, worker: all, plain: some } };
}

/** The unit and property tests, and those of the web that start no server. Node's streams can be had in browsers, too. */
function portable() {
  const wanted = suites().filter(({ name }) => ["unit", "web", "property"].includes(name));
  const files = wanted.flatMap(({ files }) => files);
  return avoiding(files, (path) => path.startsWith("node:") && path !== "node:stream");
}

const messages = "test/platforms/browsers/messages.ts";
const suite = "test/platforms/browsers/suite.ts";

/** One module of these files, in this order. */
async function bundle(files, external = []) {
  const { outputFiles: [file] } = await build({
    stdin: { contents: files.map((file) => `import "./${file}";`).join("\n"), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    keepNames: true,
    logLevel: "warning",
    external,
    // The package says that its modules have no side effects, but running a suite is one.
    ignoreAnnotations: true,
    // Node's streams, as their own project publishes them for browsers.
    alias: { "node:stream": fileURLToPath(new URL("node_modules/readable-stream", import.meta.url)) },
    plugins: [
      { name: "copies", setup: (builder) => copies(builder, files) },
      { name: "process", setup: (builder) => builder.onResolve({ filter: /^process\/$/ }, () => nodeProcess) },
    ],
  });
  return file.text;
}

/** What those streams use of Node's `process`: a next tick, as soon as Node has it. */
const nodeProcess = { path: fileURLToPath(new URL("process.js", import.meta.url)) };

/** What keeps a worker from running, and in which test it hangs, is told in its name. */
function startWorker(limit) {
  return `<script type="module">
  const worker = new Worker("/tests.js?from=worker&limit=${limit}", { type: "module" });
  let begun = "nothing";
  worker.onmessage = ({ data }) => begun = data;
  setTimeout(() => tell("worker", "Hangs in: " + begun), ${limit + 5_000});
  worker.onerror = (event) => {
    if (!event.defaultPrevented) tell("worker", \`\${event.message ?? "Cannot start"} \${event.filename}:\${event.lineno}\`);
  };
</script>
`;
}

/** A page whose own errors, such as a script that cannot be loaded, are told like a failed test. */
function page(from, body) {
  return `<!doctype html>
<meta charset="utf-8">
<title>${from}</title>
<link rel="icon" href="data:,">
<script>
  function tell(from, output) {
    fetch("/report?from=" + from, { method: "POST", body: JSON.stringify({ passed: 0, failed: 1, output, tests: [] }) });
  }
  addEventListener("error", (event) => {
    setTimeout(() => event.defaultPrevented || tell("${from}", event.message ?? \`Cannot load \${event.target.src}\`));
  }, true);
</script>
${body}
`;
}

/** `sluice` and its other entry points as package.json has them. */
function importMap() {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = Object.entries(exports).filter(([, target]) => target.default !== undefined)
    .map(([key, target]) => [`sluice${key.slice(1)}`, target.default.slice(1)]);
  return `<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(entries) })}</script>\n`;
}

function folder(path) {
  return pathToFileURL(join(root, path));
}
