// Lets Node run this project's TypeScript from source: `node --import ./tools/typescript-hook.mjs FILE.ts`.
// Node 20 cannot strip types, and no Node before 24 knows `using`; the loader beside this file has esbuild do both.
import { register } from "node:module";
import process from "node:process";

process.setSourceMapsEnabled(true);
register("./typescript-loader.mjs", import.meta.url);
