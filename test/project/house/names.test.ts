import * as assert from "uvu/assert";
import { basename } from "node:path";
import { code, filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("names");
const source = filesBelow("src");
const tests = filesBelow("test");

test("files in src and test are kebab-case", () => {
  const names = [...source, ...tests].filter((file) => !/\/package(-lock)?\.json$|\/\.npmrc$/.test(file));
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/;
  assert.equal(names.filter((file) => !kebab.test(basename(file))), []);
});

/** What stands in more than one place, with the places. */
function repeated(places: readonly (readonly [name: string, place: string])[]): [name: string, ...places: string[]][] {
  const found = new Map<string, string[]>();
  for (const [name, place] of places) found.set(name, [...found.get(name) ?? [], place]);
  return [...found].filter(([, all]) => all.length > 1).map(([name, all]) => [name, ...all]);
}

/** The classes, interfaces and types that a text declares. */
function typesOf(text: string): string[] {
  const declared = /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type) (\w+)/gm;
  return [...new Set([...text.matchAll(declared)].map(([, name]) => name!))];
}

test("no two files of src have the same name, but mod.ts and types.ts", () => {
  const named = source.map((file) => [basename(file), file] as const);
  assert.equal(repeated(named).filter(([name]) => name !== "mod.ts" && name !== "types.ts"), []);
});

test("a name that stands in two places is found, and every kind of type", () => {
  assert.equal(repeated([["Next", "a.ts"], ["Task", "a.ts"], ["Next", "b.ts"]]), [["Next", "a.ts", "b.ts"]]);
  const text =
    "class A {}\nexport abstract class B<T> {}\ninterface C {}\nexport type D = A;\nexport type { E } from 'e'";
  assert.equal(typesOf(text), ["A", "B", "C", "D"]);
});

test("no two files of src declare a class, an interface or a type of the same name", () => {
  const declared = source.flatMap((file) => typesOf(code(file)).map((name) => [name, file] as const));
  assert.ok(declared.length > 0);
  assert.equal(repeated(declared).filter(([name]) => name !== "SocketChannel"), []); // to become one in edges/outbound
});

test("there is no room or file for things without a place", () => {
  const vague = /(^|[/-])(utils?|helpers?|common|misc)([/.-]|$)/;
  assert.equal([...source, ...tests].filter((file) => vague.test(file)), []);
});

test("a file of src has 250 lines at most", () => {
  assert.equal(source.filter((file) => read(file).trimEnd().split("\n").length > 250), []);
});

test("src has no async generator: its return() would wait behind a pending next()", () => {
  assert.equal(source.filter((file) => /\basync\s*(function\s*)?\*/.test(code(file))), []);
});

test("nothing in src awaits at top level", () => {
  assert.equal(source.filter((file) => /^(?:await|(?:const|let) .*=\s*await|for await)\b/m.test(code(file))), []);
});

test.run();
