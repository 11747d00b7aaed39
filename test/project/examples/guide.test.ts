// What the guide to backpressure says of its programs, by margins that no small change of them touches.
import * as assert from "uvu/assert";
import { figures } from "../../support/guide.ts";
import { suite } from "../../support/test.ts";

const test = suite("guide");

/** The figures of a chapter, by what they measure, as [before, after]. */
async function measured(name: string): Promise<(what: string) => [number, number]> {
  const rows = await figures(name);
  return (what) => {
    const { before, after } = rows.find((row) => row.what === what) ?? { before: "", after: "" };
    return [Number.parseFloat(before), Number.parseFloat(after)];
  };
}

test("buffering: a bound holds the memory down, and costs no time", async () => {
  const of = await measured("buffering");
  const [before, after] = of("blocks held at most");
  assert.ok(before > 500 && after < 12, `${before}, ${after}`);
  const [slow, fast] = of("the copy took");
  assert.ok(fast <= slow * 1.05, `${slow}, ${fast}`);
});

test("flow control: what is fetched is stored at once, and all of it takes no longer", async () => {
  const of = await measured("flow-control");
  const [many, few] = of("pages in hand at most");
  assert.ok(many === 1000 && few <= 16, `${many}, ${few}`);
  const [old, young] = of("from fetched to stored, 99 of 100");
  assert.ok(young * 20 < old, `${old}, ${young}`);
  const [slow, fast] = of("all of it took");
  assert.ok(fast <= slow * 1.05, `${slow}, ${fast}`);
});

test("dropping: as many are lost, but what is shown is new", async () => {
  const of = await measured("dropping");
  const [all, newest] = of("prices never shown");
  assert.ok(Math.abs(all - newest) <= 10, `${all}, ${newest}`);
  const [old, young] = of("the oldest");
  assert.ok(old > 1000 && young <= 60, `${old}, ${young}`);
});

test("scaling: neither calls that wait nor machines that idle", async () => {
  const of = await measured("scaling");
  const [waiting, prompt] = of("with eight machines, 99 of 100 calls took at most");
  assert.ok(waiting >= 40 && prompt <= 30, `${waiting}, ${prompt}`);
  const [idle, busy] = of("with forty machines, calls a second");
  assert.ok(idle <= 800 && busy >= 1600, `${idle}, ${busy}`);
});

test("circuit breaking: nobody waits for what hangs, and no fewer are answered in time", async () => {
  const of = await measured("circuit-breaking");
  const [slow, fast] = of("a request takes, 99 of 100");
  assert.ok(slow > 2000 && fast <= 600, `${slow}, ${fast}`);
  const [vain, few] = of("calls to a service that hangs");
  assert.ok(few * 3 < vain, `${vain}, ${few}`);
  const [before, after] = of("requests answered within 300 ms");
  assert.ok(after >= before * 0.9, `${before}, ${after}`);
});

test("holding back: no order is lost", async () => {
  const of = await measured("holding-back");
  const [lost, none] = of("orders lost");
  assert.ok(lost > 500 && none === 0, `${lost}, ${none}`);
  const [vain, few] = of("calls to a service that is down");
  assert.ok(few * 10 < vain, `${vain}, ${few}`);
});

test("rate limiting: nothing is refused, and all of it is done sooner", async () => {
  const of = await measured("rate-limiting");
  const [many, none] = of("of these, refused");
  assert.ok(many > 3000 && none === 0, `${many}, ${none}`);
  const [slow, fast] = of("all of it took");
  assert.ok(fast * 1.5 < slow, `${slow}, ${fast}`);
});

test.run();
