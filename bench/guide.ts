/**
 * Runs the programs of docs/backpressure.md, and puts them and what they measure into it.
 *
 *     npm run guide:figures
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { block, figures, filled, table } from "../test/support/guide.ts";
import { read, root } from "../test/support/project.ts";

const page = "docs/backpressure.md";
const text = await filled(read(page), {
  program: (file) => block(read(file)),
  figures: async (name) => table(await figures(name)),
});
writeFileSync(join(root, page), text);
