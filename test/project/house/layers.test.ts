import * as assert from "uvu/assert";
import { posix } from "node:path";
import { filesBelow, imports } from "../../support/project.ts";
import { innerLevelOf, innerRoomOf, levelOf, roomOf } from "../../support/rooms.ts";
import { suite } from "../../support/test.ts";

const test = suite("layers");
const files = filesBelow("src").filter((file) => file.endsWith(".ts"));

/** Every import in src, as [the file, what it names]. */
const lines = files.flatMap((file) => imports(file).map((specifier) => [file, specifier] as const));

/** The imports that stay in src, as [the file, the file it imports]. */
const inside = lines.filter(([, specifier]) => specifier.startsWith("."))
  .map(([file, specifier]) => [file, posix.join(posix.dirname(file), specifier)] as const);

function mayImport(file: string, other: string): boolean {
  return roomOf(file) === roomOf(other) ? mayImportWithin(file, other) : levelOf(other) < levelOf(file);
}

/** A file that stands in a room itself, such as `mod.ts` or `types.ts`, is bound by no inner level. */
function mayImportWithin(file: string, other: string): boolean {
  const level = innerLevelOf(file);
  const below = innerLevelOf(other);
  return level === undefined || below === undefined || innerRoomOf(file) === innerRoomOf(other) || below < level;
}

type Arrows = readonly (readonly [from: string, to: string])[];

/** Files that import each other, directly or through others: for each circle its files, in the order of the imports. */
function circlesOf(arrows: Arrows): string[] {
  const [circles, done]: [string[], Set<string>] = [[], new Set()];
  const follow = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push([...path.slice(start), file].join(" imports "));
    if (start >= 0 || done.has(file)) return;
    for (const [from, to] of arrows) if (from === file) follow(to, [...path, file]);
    done.add(file);
  };
  for (const [from] of arrows) follow(from, []);
  return circles;
}

function listed(lines: readonly (readonly [string, string])[]): string[] {
  return lines.map(([file, other]) => `${file} imports ${other}`);
}

test("the import lines are found", () => {
  assert.ok(files.length > 0);
  assert.ok(inside.length > 0);
});

test("every file of src stands in a room with a level", () => {
  for (const file of files) {
    assert.type(levelOf(file), "number");
    innerLevelOf(file); // throws for an inner room without a level
  }
});

test("a file imports from its own room and from lower levels, never up, never sideways; inner rooms likewise", () => {
  assert.equal(listed(inside.filter(([file, other]) => !mayImport(file, other))), []);
});

test("a circle of imports is found, also one that is planted in src", () => {
  assert.equal(circlesOf([["a", "b"], ["a", "c"], ["b", "c"]]), []);
  assert.equal(circlesOf([["a", "b"], ["b", "c"], ["c", "b"]]), ["b imports c imports b"]);
  assert.equal(circlesOf([["a", "a"]]), ["a imports a"]);
  const planted = ["src/core/types.ts", "src/mod.ts"] as const;
  assert.ok(circlesOf([...inside, planted]).some((circle) => circle.includes(planted.join(" imports "))));
});

test("no files import each other in a circle, types included", () => {
  assert.equal(circlesOf(inside), []);
});

test("src/core imports nothing outside itself", () => {
  assert.equal(listed(inside.filter(([file, other]) => roomOf(file) === "core" && roomOf(other) !== "core")), []);
});

test("every import within src names a file with its extension", () => {
  assert.equal(listed(inside.filter(([, other]) => !files.includes(other))), []);
});

test("src imports nothing from outside, but src/node modules of Node", () => {
  const outside = lines.filter(([, specifier]) => !specifier.startsWith("."));
  assert.equal(listed(outside.filter(([file, other]) => roomOf(file) !== "node" || !other.startsWith("node:"))), []);
});

test.run();
