// How an object is printed by what this runtime prints with.
import * as assert from "uvu/assert";
import { inspect } from "node:util";

/** Says that an object prints itself as this line. */
export type Print = (object: object, line: string) => void;

/** How the objects of an export print themselves; or what it makes that is not an object of ours. */
export type Entry =
  | ((print: Print) => void | Promise<void>)
  | { readonly is: keyof typeof kinds; readonly make: () => unknown };

/** What is not an object of ours. */
const kinds = {
  "an error": (made: unknown) => made instanceof Error,
  "a function": (made: unknown) => typeof made === "function",
  "a promise": (made: unknown) => made instanceof Promise,
  "a string": (made: unknown) => typeof made === "string",
  "a stream": (made: unknown) => /Readable|Writable/.test(Object.getPrototypeOf(made).constructor.name),
  "data": (made: unknown) => Object.getPrototypeOf(made) === Object.prototype,
  "undefined": (made: unknown) => made === undefined,
};

interface Runtime {
  readonly Deno?: { inspect(value: unknown): string };
  readonly Bun?: { inspect(value: unknown): string };
}

/** By the runtime's own way, and by Node's. */
export function inspections(object: unknown): string[] {
  const { Deno, Bun } = globalThis as Runtime;
  return [Deno?.inspect(object) ?? Bun?.inspect(object) ?? inspect(object), inspect(object)];
}

/** Fails unless the export does what its entry says; an entry has two lines at least, or says why not. */
export async function assertPrints(entry: Entry): Promise<void> {
  if (typeof entry === "object") return assert.ok(kinds[entry.is](entry.make()), `not ${entry.is}`);
  let lines = 0;
  await entry((object, line) => {
    lines++;
    assert.equal(inspections(object), [line, line]);
    const [word = ""] = line.split(/[ ,]/);
    assert.is(Object.prototype.toString.call(object), `[object ${word}]`);
  });
  assert.ok(lines > 0, "it printed nothing");
}

export function quiet(): void {}
