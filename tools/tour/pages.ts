/**
 * Writes the pages of the lessons, and puts into the other pages the programs that they show, as they are now.
 *
 *     npm run pages
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { read, root } from "../../test/support/project.ts";
import { withPrograms } from "./embed.ts";
import { folder, pageOf, pathOf } from "./lesson-pages.ts";
import { lessons } from "./lesson.ts";

const write = (page: string, text: string) => writeFileSync(join(root, page), text);

mkdirSync(join(root, folder), { recursive: true });
for (const lesson of lessons()) write(pathOf(lesson), pageOf(lesson, lessons()));
for (const page of ["docs/go-to-sluice.md", "docs/recipes.md", "docs/troubleshooting.md"]) {
  write(page, withPrograms(read(page)));
}
