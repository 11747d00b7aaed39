import * as assert from "uvu/assert";
import { channel } from "sluice";
import { task, toReport, type Trace, trace } from "sluice/trace";
import { suite, turn } from "../support/test.ts";

const test = suite("report");

/** Without folders. */
function short(text: string): string {
  return text.replace(/\S*[\\/](?=[\w.-]+:\d)/g, "").replace(/:\d+/g, ":…");
}

test("toReport() gives nothing when nobody waits", () => {
  const running = trace();
  channel(1);
  assert.is(toReport(running), "");
  running.stop();
});

test("toReport() says who waits on what, where, and where the channel was made", () => {
  const running = trace();
  const jobs = channel<string>(0, { name: "jobs" });
  task("boss", () => void jobs.send("sweep"));
  assert.is(
    short(toReport(running)),
    '1 operation waits:\n  boss waits to send "sweep" to jobs at report.test.ts:…; the channel was made at report.test.ts:…',
  );
  running.stop();
});

test("toReport() names those who wait for each other", async () => {
  const running = trace();
  const [a, b] = [channel<string>(1, { name: "a" }), channel<string>(1, { name: "b" })];
  const lock = async (first: typeof a, second: typeof a) => {
    await first.send("mine");
    await second.send("mine");
  };
  task("Ann", () => lock(a, b));
  task("Bob", () => lock(b, a));
  await turn();
  await turn();
  const [count, , , ...rest] = toReport(running).split("\n");
  assert.is(count, "2 operations wait:");
  assert.equal(rest, ["These wait for each other:", "  Ann -> Bob -> Ann"]);
  running.stop();
});

test("toReport() leaves out places that are not known, and tells of splits", () => {
  const channel = { id: 1, title: "jobs", capacity: 0, site: undefined };
  const wait = { wait: 1, task: "main", site: undefined, operation: "receive", channel, value: undefined } as const;
  const branches = [{ held: 0, waits: true }, { held: 1, waits: false }, { held: 2, waits: false }, {
    held: 0,
    waits: false,
  }];
  const running: Pick<Trace, "events" | "waiting" | "stalled"> = {
    events: [],
    waiting: [{ ...wait, select: undefined }],
    stalled: [{ site: undefined, branches }],
  };
  assert.is(
    toReport(running),
    [
      "1 operation waits:",
      "  main waits to receive from jobs",
      "A flow was split, and a branch that is not read holds up the others:",
      "  branch 1 waits for a value",
      "  branch 2 holds an unread value",
      "  branch 3 holds 2 unread values",
      "  branch 4 holds nothing",
    ].join("\n"),
  );
});

test.run();
