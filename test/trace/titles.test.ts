import * as assert from "uvu/assert";
import { Titles } from "../../src/trace/titles.ts";
import { suite } from "../support/test.ts";

const test = suite("titles");

test("unique() leaves a name as it is, and numbers those that come again", () => {
  const titles = new Titles();
  assert.equal(["jobs", "words", "jobs", "jobs"].map((name) => titles.unique(name)), [
    "jobs",
    "words",
    "jobs (2)",
    "jobs (3)",
  ]);
});

test("unique() gives no number that somebody has as a name", () => {
  const titles = new Titles();
  assert.equal(["jobs", "jobs (2)", "jobs"].map((name) => titles.unique(name)), ["jobs", "jobs (2)", "jobs (3)"]);
});

test.run();
