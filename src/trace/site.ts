/**
 * Finds the place in the program that called the library: the first frame of the stack outside the library.
 *
 * A stack is text, and each engine formats its own: V8 (Node, Deno, Chromium) `at name (URL:LINE:COLUMN)`,
 * JavaScriptCore (Bun, Safari) and SpiderMonkey (Firefox) `name@URL:LINE:COLUMN`.
 */

/** A line of a stack trace. */
export interface Frame {
  /** The function's name; `undefined` for an anonymous function and for the top level of a module. */
  readonly name: string | undefined;
  readonly url: string;
  readonly line: number;
}

/**
 * The frame that called the library, if it is still on the stack. It is usually among the first few, and frames are
 * costly.
 */
export function caller(): Frame | undefined {
  return outside(12) ?? outside(200);
}

function outside(limit: number): Frame | undefined {
  const frames = framesOf(stack(limit));
  const [own] = frames;
  if (own === undefined) return undefined;
  home ??= homeOf(own.url);
  return frames.find(({ url }) => !url.startsWith(home as string));
}

/** The frames of a stack trace, innermost first. Frames of the engine itself have no place and are left out. */
export function framesOf(stack: unknown): Frame[] {
  if (typeof stack !== "string") return []; // users may replace `Error.prepareStackTrace`
  return stack.split("\n").map(frameOf).filter((frame) => frame !== undefined);
}

const V8 = /^\s*at (?:async )?(?:(.*) \()?(.+):(\d+):\d+\)?$/;
const OTHERS = /^(?:async\*)?([^@]*)@(.+):(\d+):\d+$/;

function frameOf(text: string): Frame | undefined {
  const [, name = "", url, line] = V8.exec(text) ?? OTHERS.exec(text) ?? [];
  if (url === undefined || !/[\\/]/.test(url)) return undefined; // `native:1:11` is a frame of the engine
  return { name: functionName(name), url, line: Number(line) };
}

/** Removes what engines add: `new`, `[as alias]`, `/<`, and their names for code outside functions. */
function functionName(text: string): string | undefined {
  const name = text.replace(/^(?:async|new) | \[as .*\]$|[/<]+$/g, "");
  return /^$|<anonymous>|^(?:module|global|eval) code$/.test(name) ? undefined : name;
}

/** The common prefix of the URLs of the library's files; set when the first stack is read. */
let home: string | undefined;

/** The prefix, from the URL of this file: `src/` or `dist/`; in a bundle, the folder of the bundle. */
export function homeOf(url: string): string {
  return url.replace(/(?:(?:trace|chunks)\/)?[^/]*$/, "");
}

/** The stack up to this depth, where the engine supports a limit. */
function stack(limit: number): unknown {
  const engine = Error as { stackTraceLimit?: number | undefined };
  const before = engine.stackTraceLimit;
  engine.stackTraceLimit = limit;
  try {
    return new Error().stack;
  } finally {
    engine.stackTraceLimit = before;
  }
}
