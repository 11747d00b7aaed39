// The packed package, imported in every way there is.
import * as assert from "uvu/assert";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { json } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { installed, patient, run } from "./installed.ts";

interface Tools {
  readonly available: (name: string) => boolean;
  readonly runtimes: Record<string, { readonly path: string }>;
  readonly version: (name: string) => string;
}

const test = suite("packed, imported");
const { available, runtimes, version }: Tools = await import(
  new URL("../../../tools/runtimes.mjs", import.meta.url).href
);

const entries = Object.keys(json("deno.json").exports).map((key) => `sluice${key.slice(1)}`);
const withChannel = ["sluice", "sluice/core"];

const use = `
  const jobs = channel(1);
  jobs.sendAll([1, 2, 3]).then(() => jobs.close());
  (async () => {
    let sum = 0;
    for await (const job of jobs) sum += job;
    console.log(sum);
  })();
`;

test("a module imports it, and a channel works", async () => {
  const { write, node } = await installed();
  await write("main.js", `import { channel } from "sluice";${use}`);
  assert.is((await node("main.js")).trim(), "6");
}, patient);

test("every entry point can be imported, and the same channel() comes from all that have it", async () => {
  const { write, node } = await installed();
  const lines = entries.map((entry, index) => `import * as entry${index} from "${entry}";`);
  const count = entries.map((_, index) => `Object.keys(entry${index}).length`);
  const channels = withChannel.map((entry) => `entry${entries.indexOf(entry)}.channel`);
  await write("all.js", `${lines.join("\n")}\nconsole.log(Math.min(${count}) > 0, new Set([${channels}]).size);`);
  assert.is((await node("all.js")).trim(), "true 1");
}, patient);

for (const name of ["node", "node22", "node24", "node26"].filter(available)) {
  const { path } = runtimes[name]!;
  // It came with Node 20.19; whoever tests on an older one learns nothing from it.
  if (name === "node" && !/^v(20\.(19|[2-9]\d)|2[2-9])\./.test(process.version)) continue;
  test(`require() takes it, too, on Node ${version(name)}`, async () => {
    const { folder, write } = await installed();
    await write("main.cjs", `const { channel } = require("sluice");${use}`);
    assert.is((await run(path, ["main.cjs"], folder)).trim(), "6");
    await write("all.cjs", entries.map((entry) => `console.log(typeof require("${entry}"));`).join("\n"));
    assert.is((await run(path, ["all.cjs"], folder)).trim(), entries.map(() => "object").join("\n"));
  }, patient);
}

test(
  "two copies in one process work together: select takes channels of both, errors are told (C27)",
  async () => {
    const { folder, write, node } = await installed();
    const modules = join(folder, "node_modules");
    await cp(join(modules, "sluice"), join(modules, "sluice-again"), { recursive: true });
    await write(
      "copies.js",
      `
    import { channel, select, sending, pipeline, map } from "sluice";
    import * as again from "sluice-again";
    console.log(again.channel === channel);
    const [here, there] = [channel(), again.channel()];
    const receiving = select({ here, there });
    there.send("from there");
    console.log(JSON.stringify(await receiving));
    const sent = again.select({ out: again.sending(here, "to here"), other: again.sending(there, "no") });
    console.log(JSON.stringify(await here.receive()), (await sent).key);
    const both = again.select({ mine: sending(here, 1), theirs: there });
    console.log(JSON.stringify(await select({ got: here })), (await both).key);
    here.close();
    const error = await here.send(1).catch((error) => error);
    console.log(error.name, error instanceof again.ChannelClosedError);
    const numbers = again.channel(2);
    numbers.sendAll([1, 2, 3]).then(() => numbers.close());
    console.log((await pipeline(numbers, map((n) => n * 2)).toArray()).join(" "));
  `,
    );
    assert.equal((await node("copies.js")).trim().split("\n"), [
      "false",
      `{"key":"there","done":false,"value":"from there"}`,
      `{"value":"to here","done":false} out`,
      `{"key":"got","done":false,"value":1} mine`,
      "ChannelClosedError true",
      "2 4 6",
    ]);
  },
  patient,
);

test.run();
