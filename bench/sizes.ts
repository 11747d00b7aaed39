/**
 * How much the package adds to a bundle: prints it beside the budgets and goals, and puts it into docs/runtimes.md.
 *
 *     npm run sizes
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { read, root } from "../test/support/project.ts";
import { bundled, importSets, sizesPage, withSizes } from "../test/support/sizes.ts";

const bytes: number[] = [];
for (const { title, code, budget, goal } of importSets) {
  const size = (await bundled(code)).bytes;
  bytes.push(size);
  console.log(`${title.padEnd(42)} ${String(size).padStart(6)} bytes, budget ${budget} kB, goal ${goal} kB`);
}
writeFileSync(join(root, sizesPage), withSizes(read(sizesPage), bytes));
