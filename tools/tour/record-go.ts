/**
 * Runs the Go programs of examples/go and writes down what they print, or with `--check` compares it with what was
 * written down before. It wants `go`; and for `errgroup` the module golang.org/x/sync, from the proxy of Go or from the
 * package of Debian named golang-golang-x-sync-dev.
 *
 *     npm run go [-- --check]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { read, root } from "../../test/support/project.ts";
import { folder, lines, pairs, type Recorded, recorded } from "./go-pairs.ts";

const debian = "/usr/share/gocode/src/golang.org/x/sync";
const temporary = mkdtempSync(join(tmpdir(), "sluice-go-"));

function go(...words: string[]): string {
  const { status, error, stdout, stderr } = spawnSync("go", words, {
    cwd: join(root, folder),
    encoding: "utf8",
    env: { ...process.env, GOTOOLCHAIN: "local" },
  });
  if (error) throw new Error(`Cannot start go: ${error.message}`);
  if (status !== 0) throw new Error(`go ${words.join(" ")} ended with status ${status}: ${stderr}`);
  return stdout;
}

/** The words that have Go take the module from where Debian puts it, if it does. */
function source(): string[] {
  if (!existsSync(debian)) return [];
  const file = join(temporary, "go.mod");
  writeFileSync(file, `${read(`${folder}/go.mod`)}\nreplace golang.org/x/sync => ${debian}\n`);
  return [`-modfile=${file}`];
}

function run(): Recorded {
  const from = source();
  go("vet", ...from, "./...");
  const printed = pairs().map(({ name }) => [name, lines(go("run", ...from, `./${name}`))]);
  const [, , version = "?"] = go("version").split(" ");
  return { version: version.replace(/^go/, "Go "), printed: Object.fromEntries(printed) };
}

try {
  const now = run();
  if (process.argv.includes("--check")) {
    const wrong = Object.keys(now.printed).filter((name) => `${now.printed[name]}` !== `${recorded().printed[name]}`);
    for (const name of wrong) console.log(`${name} prints something else: ${now.printed[name]?.join("\n")}`);
    console.log(`${Object.keys(now.printed).length - wrong.length} passed, ${wrong.length} failed`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } else {
    writeFileSync(join(root, folder, "recorded.json"), `${JSON.stringify(now, undefined, 2)}\n`);
    console.log(`${now.version}: ${Object.keys(now.printed).length} programs recorded; npm run pages shows them`);
  }
} finally {
  rmSync(temporary, { recursive: true });
}
