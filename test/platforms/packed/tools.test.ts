// What the tools say that look at packages.
import * as assert from "uvu/assert";
import { join } from "node:path";
import { json, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { installed, patient } from "./installed.ts";

const test = suite("packed, tools");
const modules = join(root, "test", "platforms", "packed", "node_modules");

test("publint finds nothing", async () => {
  const { folder, node } = await installed();
  const output = await node(
    join(modules, "publint", "src", "cli.js"),
    join(folder, "node_modules", "sluice"),
    "--strict",
  );
  assert.match(output, "All good!");
}, patient);

test("are the types wrong? they are not, for those who import modules", async () => {
  const { tarball, node } = await installed();
  const cli = join(modules, "@arethetypeswrong", "cli");
  const [file = ""] = Object.values<string>(
    json("test/platforms/packed/node_modules/@arethetypeswrong/cli/package.json").bin,
  );
  const output = await node(join(cli, file), tarball, "--profile", "esm-only", "--no-emoji", "--no-color");
  assert.match(output, `"sluice/core"`); // its status tells the rest
}, patient);

test.run();
