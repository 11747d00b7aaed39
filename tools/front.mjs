// Which test files can be run elsewhere, told by what they import.
import { buildSync } from "esbuild";
import { root } from "./setup.mjs";

/** Those of the files that use nothing but the front door, so that they can be run on the built package. */
export function atTheFront(files) {
  return avoiding(files, (path) => path.startsWith("src/"));
}

/** Those of the files that import nothing of this kind, neither themselves nor through others. */
export function avoiding(files, kind) {
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
  return files.filter((file) => !reaches(inputs, file, kind));
}

function reaches(inputs, file, kind) {
  const found = new Set([file]);
  for (const next of found) {
    if (kind(next)) return true;
    for (const { path } of inputs[next]?.imports ?? []) found.add(path);
  }
  return false;
}
