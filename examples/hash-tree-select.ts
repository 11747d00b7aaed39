/**
 * The same as `hash-tree.ts`, whose comment says what it does, with channels and `select` instead of a pipeline: who
 * hands what to whom, who closes what, and who waits for which of many things, is all in the open.
 *
 *     node --import ./tools/typescript-hook.mjs examples/hash-tree-select.ts [FOLDER]
 *     deno run -A examples/hash-tree-select.ts [FOLDER]
 *     bun examples/hash-tree-select.ts [FOLDER]
 *
 *               files           hasher 1 … 8        results
 *     walker ───paths──▶ ▓▓▓▓ ──▶ read, hash ──▶ ▓▓░░ ──▶ collector ◀── ticks, Ctrl-C
 *        └──────────────── what cannot be read ───▲
 */
import { bySelect } from "./hash-tree-select/by-select.ts";
import { main } from "./hash-tree/main.ts";

await main(bySelect);
