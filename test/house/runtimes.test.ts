// What docs/runtimes.md says about runtimes is what the tests run on.
import * as assert from "uvu/assert";
import { json, read } from "../support/project.ts";
import { suite } from "../support/test.ts";

const test = suite("runtimes");

const { runtimes }: { runtimes: Record<string, { readonly title: string }> } = await import(
  new URL("../../tools/runtimes.mjs", import.meta.url).href
);

/** The cells of the table, row by row. */
const [, section = ""] = read("docs/runtimes.md").split("\n## Where it runs\n");
const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| ")).slice(2)
  .map((line) => line.slice(2, -2).split(" | ").map((cell) => cell.trim()));

const names = (cell = "") => cell.replace(/ \(.*\)/, "").split(", ");

test("the page lists every runtime and every browser that tests run on, and no other", () => {
  const [, browsers = ""] = /browsers = (\[.*\]);/.exec(read("test/browsers/run.mjs")) ?? [];
  const driven: string[] = JSON.parse(browsers);
  const listed = rows.flatMap(([name]) => names(name));
  const titles = [...new Set(Object.values(runtimes).map(({ title }) => title))];
  const known = [...titles, "Chromium", "Firefox", "WebKitGTK"];
  assert.equal(driven, ["chromium", "firefox", "webkit"]);
  assert.equal([...listed].sort(), known.sort());
});

test("the page gives the versions that npm installs for the tests", () => {
  const packages: Record<string, string> = json("test/runtimes/package.json").optionalDependencies;
  const versions = Object.entries(packages).map(([name, version]) =>
    [
      Object.keys(runtimes).find((runtime) => name.includes(runtime)) ?? name,
      version.replace(/^npm:.*@/, "").replace(/^1\.(\d{4})(\d\d)(\d\d)\.\d+$/, "$1-$2-$3"),
    ] as const
  );
  for (const [runtime, version] of versions) {
    const row = rows.find(([name]) => names(name).includes(runtimes[runtime]?.title ?? ""));
    assert.ok(row?.[1]?.split(", ").includes(version), `${runtime} ${version}, not ${row?.[1]}`);
  }
  const [, engine = ""] = /^\^(\d+)\./.exec(json("package.json").engines.node) ?? [];
  assert.match(rows[0]?.[1] ?? "", new RegExp(`^${engine} `));
});

test.run();
