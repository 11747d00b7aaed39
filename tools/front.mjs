// Which test files use nothing but the front door, so that they can be run on the built package, too.
import { buildSync } from "esbuild";
import { root } from "./setup.mjs";

/** Those of the files that import none of `src`, neither themselves nor through others. */
export function atTheFront(files) {
  const { metafile: { inputs } } = buildSync({
    absWorkingDir: root,
    entryPoints: files,
    bundle: true,
    packages: "external",
    external: ["sluice", "sluice/*"],
    format: "esm",
    outdir: "nowhere",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  return files.filter((file) => !reaches(inputs, file));
}

function reaches(inputs, file) {
  const found = new Set([file]);
  for (const next of found) {
    if (next.startsWith("src/")) return true;
    for (const { path, external } of inputs[next].imports) if (!external) found.add(path);
  }
  return false;
}
