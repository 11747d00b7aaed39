// How it goes in real processes: test/project/examples/asleep.test.ts.
import * as assert from "uvu/assert";
import { channel } from "sluice";
import { reportDeadlocks, trace } from "sluice/trace";
import { type ExitingProcess, watch } from "../../src/trace/report-deadlocks.ts";
import { thrownBy } from "../support/failure.ts";
import { withGlobals } from "../support/globals.ts";
import { suite } from "../support/test.ts";

const test = suite("report-deadlocks");

/** A process whose end is up to us. */
function ending() {
  const listeners = { beforeExit: [] as (() => void)[], exit: [] as (() => void)[] };
  const process: ExitingProcess = { on: (event, listener) => listeners[event].push(listener) };
  const exit = () => listeners.exit.forEach((listener) => listener());
  const end = () => {
    listeners.beforeExit.forEach((listener) => listener());
    exit();
  };
  return { process, end, exit };
}

test("when operations wait at the end, it prints who, and the process ends with 2", () => {
  const running = trace();
  const { process, end } = ending();
  const printed: string[] = [];
  watch(running, process, (text) => void printed.push(text));
  channel(0, { name: "jobs" }).receive();
  end();
  running.stop();
  assert.is(process.exitCode, 2);
  assert.match(printed.join("\n"), /^All tasks are asleep: .*\n1 operation waits:\n {2}\S+ waits to receive from jobs/);
});

test("when nobody waits, or the trace was stopped, it does nothing", () => {
  const running = trace();
  const { process, end } = ending();
  watch(running, process, () => assert.unreachable("it printed"));
  const jobs = channel<number>(1);
  jobs.trySend(1);
  end();
  jobs.trySend(2);
  jobs.send(3);
  running.stop();
  end();
  assert.is(process.exitCode, undefined);
});

test("when another listener of beforeExit wakes the last who wait, it does nothing", () => {
  const running = trace();
  const { process, end } = ending();
  watch(running, process, () => assert.unreachable("it printed"));
  const jobs = channel<string>();
  process.on("beforeExit", () => jobs.close());
  jobs.receive();
  end();
  running.stop();
  assert.is(process.exitCode, undefined);
});

test("when the program ends itself with something left to do, it does nothing", () => {
  const running = trace();
  const { process, exit } = ending();
  watch(running, process, () => assert.unreachable("it printed"));
  channel().receive();
  exit();
  running.stop();
  assert.is(process.exitCode, undefined);
});

test("an exit code that the program has set is kept; that which Node sets for a hanging module is not", () => {
  const codes = [undefined, null, 13, 0, 1, "3"].map((exitCode) => {
    const running = trace();
    const { process, end } = ending();
    process.exitCode = exitCode;
    watch(running, process, () => {});
    channel().receive();
    end();
    running.stop();
    return process.exitCode;
  });
  assert.equal(codes, [2, 2, 2, 0, 1, "3"]);
});

test("reportDeadlocks() begins a trace, or takes one that runs, and prints to the standard error", async () => {
  const { process, end } = ending();
  const printed: unknown[] = [];
  const { error } = console;
  await withGlobals({ process }, () => {
    const running = reportDeadlocks();
    channel().receive();
    console.error = (text) => void printed.push(text);
    end();
    console.error = error;
    running.stop();
    const other = trace();
    assert.is(reportDeadlocks(other), other);
    other.stop();
  });
  assert.is(printed.length, 1);
});

test("reportDeadlocks() throws a TypeError where there is no process", async () => {
  const running = trace();
  const messages: string[] = [];
  for (const process of [undefined, {}]) {
    await withGlobals({ process }, () => {
      messages.push(thrownBy<TypeError>(() => reportDeadlocks(running)).message);
    });
  }
  running.stop();
  assert.equal(messages, Array(2).fill("reportDeadlocks requires process.on, which this platform lacks"));
});

test.run();
