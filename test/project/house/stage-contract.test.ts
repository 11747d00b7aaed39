import * as assert from "uvu/assert";
import { code, exportedNames, filesBelow } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("stage contract");

/** Whatever `src/stages` exports and can be called: `map`, `merge`, `tee`. */
const stages = exportedNames("src/stages/mod.ts").filter((name) => /^[a-z]/.test(name));

const lists = filesBelow("test/stages").filter((file) => code(file).includes("stageContract(")).map(code);

test("every stage, source of many and split has joined the contract of all stages", () => {
  assert.ok(stages.length > 20);
  assert.equal(stages.filter((name) => !lists.some((list) => new RegExp(`\\b${name}\\(`).test(list))), []);
});

test.run();
