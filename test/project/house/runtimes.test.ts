// What docs/runtimes.md says about runtimes is what the tests run on.
import * as assert from "uvu/assert";
import { filesBelow, json, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("runtimes");

interface Tools {
  readonly runtimes: Record<string, { readonly title: string }>;
  readonly folderOf: (name: string) => string | undefined;
  readonly version: (name: string) => string;
}

const { folderOf, runtimes, version }: Tools = await import(
  new URL("../../../tools/runtimes.mjs", import.meta.url).href
);

/** The cells of the table, row by row. */
const [, section = ""] = read("docs/runtimes.md").split("\n## Where it runs\n");
const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| ")).slice(2)
  .map((line) => line.slice(2, -2).split(" | ").map((cell) => cell.trim()));

const names = (cell = "") => cell.replace(/ \(.*\)/, "").split(", ");

test("the page lists every runtime and every browser that tests run on, and no other", () => {
  const [, browsers = ""] = /browsers = (\[.*\]);/.exec(read("test/platforms/browsers/run.mjs")) ?? [];
  const driven: string[] = JSON.parse(browsers);
  const listed = rows.flatMap(([name]) => names(name));
  const titles = [...new Set(Object.values(runtimes).map(({ title }) => title))];
  const known = [...titles, "Chromium", "Firefox", "WebKitGTK"];
  assert.equal(driven, ["chromium", "firefox", "webkit"]);
  assert.equal([...listed].sort(), known.sort());
});

test("the page gives the versions that npm installs for the tests", () => {
  const installed = filesBelow("test/platforms/runtimes").flatMap((file) =>
    /([^/]+)\/package\.json$/.exec(file)?.[1] ?? []
  );
  assert.equal(installed, Object.keys(runtimes).filter((name) => folderOf(name) !== undefined).sort());
  const versions = installed.map((name) => [name, version(name)] as const);
  for (const [runtime, version] of versions) {
    const row = rows.find(([name]) => names(name).includes(runtimes[runtime]?.title ?? ""));
    assert.ok(row?.[1]?.split(", ").includes(version), `${runtime} ${version}, not ${row?.[1]}`);
  }
  const [, engine = ""] = /^\^(\d+)\./.exec(json("package.json").engines.node) ?? [];
  assert.match(rows[0]?.[1] ?? "", new RegExp(`^${engine} `));
});

test.run();
