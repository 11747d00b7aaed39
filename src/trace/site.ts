/**
 * Where in the program a call came from, read from a stack trace: the first frame that is not the library's.
 *
 * A stack is text, and each engine writes its own: V8 (Node, Deno, Chromium) `at name (URL:LINE:COLUMN)`, JavaScriptCore
 * (Bun, Safari) and SpiderMonkey (Firefox) `name@URL:LINE:COLUMN`.
 */

/** A line of a stack trace. */
export interface Frame {
  /** The function's name; `undefined` for one without, and for a module's own level. */
  readonly name: string | undefined;
  readonly url: string;
  readonly line: number;
}

/** The frame that called the library, if it is still on the stack. Mostly it is among the first few, and frames are dear. */
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

/** The frames of a stack trace, innermost first; those of the engine itself have no place and are left out. */
export function framesOf(stack: unknown): Frame[] {
  if (typeof stack !== "string") return []; // `Error.prepareStackTrace` is anybody's
  return stack.split("\n").map(frameOf).filter((frame) => frame !== undefined);
}

const V8 = /^\s*at (?:async )?(?:(.*) \()?(.+):(\d+):\d+\)?$/;
const OTHERS = /^(?:async\*)?([^@]*)@(.+):(\d+):\d+$/;

function frameOf(text: string): Frame | undefined {
  const [, name = "", url, line] = V8.exec(text) ?? OTHERS.exec(text) ?? [];
  if (url === undefined || !/[\\/]/.test(url)) return undefined; // `native:1:11` is the engine's own
  return { name: functionName(name), url, line: Number(line) };
}

/** Without what engines add: `new`, `[as alias]`, `/<`, and their words for code that is in no function. */
function functionName(text: string): string | undefined {
  const name = text.replace(/^(?:async|new) | \[as .*\]$|[/<]+$/g, "");
  return /^$|<anonymous>|^(?:module|global|eval) code$/.test(name) ? undefined : name;
}

/** What the URLs of all files of the library begin with; known when the first stack is looked at. */
let home: string | undefined;

/** From the URL of this file: `src/` or `dist/`; where it was bundled with others, the folder of the bundle. */
export function homeOf(url: string): string {
  return url.replace(/(?:(?:trace|chunks)\/)?[^/]*$/, "");
}

/** The stack to this depth, where the engine lets us say so. */
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
