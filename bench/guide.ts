/**
 * Puts the programs that the pages in docs show there, and what those of docs/backpressure.md measure.
 *
 *     npm run guide:figures
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { block, figures, filled, table } from "../test/support/guide.ts";
import { filesBelow, read, root } from "../test/support/project.ts";

for (const page of filesBelow("docs").filter((file) => file.endsWith(".md"))) {
  const text = await filled(read(page), {
    program: (file) => block(read(file)),
    figures: async (name) => table(await figures(name)),
  });
  if (text !== read(page)) writeFileSync(join(root, page), text);
}
