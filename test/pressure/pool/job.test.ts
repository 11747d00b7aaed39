import * as assert from "uvu/assert";
import { Job } from "../../../src/pressure/pool/job.ts";
import { WaitQueue } from "../../../src/core/waiting/wait-queue.ts";
import { failure } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("job");

test("its signal reaches the work, also one that asks for it only after the abort (R5)", () => {
  const job = new Job<string, string>("item");
  job.abort("enough");
  assert.is(job.begin((item, { signal }) => `${item} ${signal.reason}`), "item enough");
});

test("an abort in line takes it out of that line (R5, C14)", async () => {
  const line = new WaitQueue();
  const controller = new AbortController();
  const job = new Job<number, number>(1);
  const acceptance = job.acceptance();
  job.watch(controller.signal);
  line.push(job, undefined);
  controller.abort("enough");
  assert.is(line.count, 0);
  assert.is(await failure(acceptance), "enough");
});

test("once it is accepted, what it fails with is its result (R5)", async () => {
  const job = new Job<number, number>(1);
  const acceptance = job.acceptance();
  job.claim();
  const { result } = await acceptance;
  job.fail("broken");
  assert.is(await failure(result), "broken");
});

test.run();
