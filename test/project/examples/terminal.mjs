// `bun test/project/examples/terminal.mjs COMMAND…` runs a command in a pseudo-terminal: what this process is given is typed there,
// and what is shown there it prints. Bun brings one along, so that nothing need be compiled.
import process from "node:process";

const child = Bun.spawn(process.argv.slice(2), {
  terminal: { cols: 100, rows: 40, data: (_terminal, bytes) => void process.stdout.write(bytes) },
});
process.stdin.on("data", (keys) => child.terminal.write(keys));
process.exit(await child.exited);
