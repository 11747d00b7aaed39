// How much the package adds to a bundle: what esbuild makes of the built files, minified and compressed. For Node.
import { gzipSync } from "node:zlib";
import { root } from "./project.ts";

/** What somebody imports, and how much that may add. */
export interface ImportSet {
  /** As the page shows it. */
  readonly title: string;
  readonly code: string;
  /** What was reached, rounded up to half a kB, so that nothing grows unnoticed. In kB, which are 1,000 bytes. */
  readonly budget: number;
  /** What it should be one day. */
  readonly goal: number;
}

export const importSets: readonly ImportSet[] = [
  { title: "`{ channel }`", code: `export { channel } from "./dist/mod.js"`, budget: 9.5, goal: 2.5 },
  {
    title: "`{ channel, select, sliding, dropping }`",
    code: `export { channel, select, sliding, dropping } from "./dist/mod.js"`,
    budget: 11.5,
    goal: 3.9,
  },
  { title: "all of `sluice/core`", code: `export * from "./dist/core/mod.js"`, budget: 13, goal: 4.2 },
  {
    title: "`{ channel, pipeline, map }`",
    code: `export { channel, map, pipeline } from "./dist/mod.js"`,
    budget: 17,
    goal: 6,
  },
  { title: "`{ watch }`", code: `export { watch } from "./dist/mod.js"`, budget: 6.5, goal: 3 },
  { title: "`{ circuitBreaker }`", code: `export { circuitBreaker } from "./dist/mod.js"`, budget: 9, goal: 5.5 },
  { title: "all of `sluice`", code: `export * from "./dist/mod.js"`, budget: 41, goal: 18 },
];

/** What a bundle of the built files holds, and how long it is, compressed. */
export async function bundled(code: string): Promise<{ readonly text: string; readonly bytes: number }> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["node:*"],
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  const { contents, text } = outputFiles[0]!;
  return { text, bytes: gzipSync(contents, { level: 9 }).length };
}

const [begin, end] = ["<!-- sizes: npm run sizes -->", "<!-- end of sizes -->"];

/** The page that has the table of sizes. */
export const sizesPage = "docs/runtimes.md";

/** That page with these sizes, in bytes, in its table; rounded up to half a kB, so that it seldom changes. */
export function withSizes(page: string, bytes: readonly number[]): string {
  const [before, rest = ""] = page.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`Cannot write the sizes: ${sizesPage} lacks ${begin} or ${end}`);
  const cells = importSets.map(({ title }, index) =>
    [title, `${Math.ceil((bytes[index] ?? 0) / 500) / 2} kB`] as const
  );
  const wide = Math.max(...cells.map(([title]) => title.length));
  const row = (title: string, size: string) => `| ${title.padEnd(wide)} | ${size.padEnd(7)} |`;
  const rule = `| ${"-".repeat(wide)} | ------- |`;
  const table = [row("import", "at most"), rule, ...cells.map(([title, size]) => row(title, size))];
  return `${before}${begin}\n\n${table.join("\n")}\n\n${end}${after}`;
}
