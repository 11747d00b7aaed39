// docs/troubleshooting.md shows its programs as they are, and below each what it prints and how it ends, on real runtimes.
import * as assert from "uvu/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";
import { shownOn, withPrograms } from "../../../tools/tour/embed.ts";
import { withoutFolders } from "../../../tools/tour/lesson.ts";
import { commands, runtimes, start } from "../examples/hash-tree/job.ts";
import { filesBelow, read, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("page: troubleshooting");
const path = "docs/troubleshooting.md";
const folder = "examples/troubleshooting";
const page = read(path);

/** Milliseconds for which a program that does not end is watched, after its first line. */
const patience = 1_500;

/** What stands below each program: where, how it ends, and what it prints. */
const quotes = page.split(/^<!-- examples\/troubleshooting\//m).slice(1).flatMap((section) => {
  const [name = ""] = section.split(".ts -->", 1);
  const found = section.matchAll(/^On (.+), (?:with status (\d+)|which does not end):\n\n```text\n([^]*?)^```$/gm);
  return [...found].map(([, places = "", status, text = ""]) => ({ name, places, status, text }));
});

/** How each place that a quote names runs a program; undefined where that is not installed. */
const places: Readonly<Record<string, readonly string[] | undefined>> = {
  "Node": commands.node,
  "Node 20": process.versions.node.startsWith("20.") ? commands.node : undefined,
  "Node 22": installed("node22"),
  "Deno": runtimes.includes("deno") ? commands.deno : undefined,
  "Bun": runtimes.includes("bun") ? commands.bun : undefined,
};

function installed(name: string): readonly string[] | undefined {
  const command = join(root, "test/platforms/runtimes", name, "node_modules", name, "bin/node");
  return existsSync(command) ? [command, "--disable-warning=DEP0205", ...commands.node.slice(1)] : undefined;
}

/** What a program prints, and its status, or none if it does not end, where that is expected. */
async function outcome(command: readonly string[], name: string, ends: boolean) {
  const { child, says, ended } = start([...command, join(root, folder, `${name}.ts`)]);
  if (!ends) {
    await says(/\n/);
    setTimeout(() => child.kill("SIGKILL"), patience);
  }
  const { status, signal, stdout, stderr } = await ended;
  const text = withoutFolders(stripVTControlCharacters(stdout + stderr));
  return { status: signal === "SIGKILL" ? undefined : String(status), lines: trimmed(text) };
}

function trimmed(text: string): string[] {
  return text.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "");
}

/** Are these the lines that a quote shows, in order, with others only where it has `…`? */
function matches(quote: readonly string[], lines: readonly string[]): boolean {
  const [first, ...rest] = quote;
  if (first === undefined) return lines.length === 0;
  if (first === "…") return lines.some((_, index) => matches(rest, lines.slice(index + 1)));
  return first === lines[0] && matches(rest, lines.slice(1));
}

for (const { name, places: listed, status, text } of quotes) {
  for (const place of listed.split(/, | and /)) {
    test(`${name} on ${place} prints what the page quotes, and ends so`, async () => {
      assert.ok(place in places, `The page names ${place}`);
      const command = places[place];
      if (command === undefined) return;
      const found = await outcome(command, name, status !== undefined);
      assert.is(found.status, status, found.lines.join("\n"));
      assert.ok(matches(trimmed(text), found.lines), found.lines.join("\n"));
    }, { within: 60_000 });
  }
}

test("the page shows every program as it is, and quotes what each prints on Node, Deno and Bun", () => {
  assert.is(page, withPrograms(page), "npm run pages writes them");
  assert.equal(shownOn(page).sort(), filesBelow(folder));
  for (const file of filesBelow(folder)) {
    const listed = quotes.filter(({ name }) => file === `${folder}/${name}.ts`).flatMap(({ places }) => places);
    for (const place of ["Node", "Deno", "Bun"]) assert.ok(listed.join().includes(place), `${file} on ${place}`);
  }
});

test("a quote leaves lines out only where it says so", () => {
  assert.ok(matches(["a", "…", "d"], ["a", "b", "c", "d"]));
  assert.ok(matches(["a", "…"], ["a", "b"]));
  assert.not(matches(["a", "d"], ["a", "b", "d"]));
  assert.not(matches(["…", "e"], ["a", "d"]));
  assert.not(matches(["a"], ["a", "b"]));
  assert.not(matches(["a", "b"], ["a"]));
});

test.run();
