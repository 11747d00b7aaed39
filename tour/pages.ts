/**
 * Puts the programs that the pages show into them, as they are now.
 *
 *     npm run pages
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { read, root } from "../test/support/project.ts";
import { withPrograms } from "./embed.ts";

for (const page of ["docs/go-to-sluice.md"]) writeFileSync(join(root, page), withPrograms(read(page)));
