import * as assert from "uvu/assert";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import GithubSlugger from "github-slugger";
import { filesBelow, json, read, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

// That the blocks of TypeScript compile and run is a step of its own in `npm test`: deno test --doc.
const test = suite("readme");

const pages = filesBelow(".").filter((file) => /^(docs\/(lessons\/)?)?[^/]+\.md$/.test(file));

const markdown = filesBelow(".").filter((file) => file.endsWith(".md"));

/** A page without its code. */
function prose(page: string): string {
  return read(page).replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
}

/** What a link can lead to within a page: its headings, as GitHub names them. */
function anchors(page: string): string[] {
  const slugger = new GithubSlugger();
  const text = read(page).replace(/^```[\s\S]*?^```$/gm, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slugger.slug(heading.replace(/`/g, "")));
}

/** The blocks of a page, as [language, text]. */
function blocks(page: string): [string, string][] {
  return [...read(page).matchAll(/^```([a-z]*)[^\n]*\n([\s\S]*?)^```$/gm)].map((
    [, language = "", text = ""],
  ) => [language, text]);
}

/** The commands of all pages: the lines of shell blocks, and what stands between back-ticks. */
const commands = pages.flatMap((page) => [
  ...blocks(page).filter(([language]) => /^(sh|bash|shell|console)$/.test(language)).flatMap(([, text]) =>
    text.split("\n")
  ),
  ...[...read(page).matchAll(/`([^`\n]+)`/g)].map(([, text]) => text ?? ""),
]);

test("the README shows code that runs", () => {
  assert.ok(blocks("README.md").some(([language]) => language === "ts"));
});

test("every npm script that a page names exists", () => {
  const scripts = Object.keys(json("package.json").scripts);
  const named = commands.flatMap((line) => /\bnpm (?:run ([\w:-]+)|(start|test)\b)/.exec(line)?.slice(1) ?? [])
    .filter((name) => name !== undefined);
  assert.ok(named.length > 0);
  assert.equal(named.filter((name) => !scripts.includes(name)), []);
});

test("every file that a command names exists, but for NAME and NN, which stand for any", () => {
  const named = commands.flatMap((line) =>
    line.match(/\b(?:examples|bench|tools|test|src)\/[\w./-]+\.(?:ts|mjs|js)\b/g) ?? []
  ).filter((file) => !/\b(?:NAME|NN|ROOM)\b/.test(file));
  assert.ok(named.length > 0);
  assert.equal(named.filter((file) => !existsSync(join(root, file))), []);
});

test("every link leads to a file that is there, and to a heading that it has", () => {
  const links = markdown.flatMap((page) =>
    [...prose(page).matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([, target = "", anchor]) => ({
      page,
      target: target === "" ? page : posix.join(posix.dirname(page), target),
      anchor,
    }))
  );
  assert.ok(links.some(({ anchor }) => anchor !== undefined));
  assert.equal(links.filter(({ target }) => !existsSync(join(root, target))), []);
  assert.equal(links.filter(({ target, anchor }) => anchor !== undefined && !anchors(target).includes(anchor)), []);
});

test("the changelog has an entry for the version of the package", () => {
  const versions = [...read("CHANGELOG.md").matchAll(/^## (\d+\.\d+\.\d+)(?= |$)/gm)].map(([, version]) => version);
  assert.is(versions[0], json("package.json").version);
});

test.run();
