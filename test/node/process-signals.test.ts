// Real signals, to processes of the runtime that this runs on.
import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { processSignals } from "sluice/node";
import * as assert from "uvu/assert";
import { thrownBy } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("process-signals");

const program = fileURLToPath(new URL("signals/program.ts", import.meta.url));
const hook = new URL("../../tools/typescript-hook.mjs", import.meta.url).href;
const words = "Deno" in globalThis ? ["run", "-A", "--cached-only"] : "Bun" in globalThis ? [] : ["--import", hook];

interface Program {
  readonly kill: (name: string) => void;
  /** Resolves with the next line that it prints. */
  readonly line: () => Promise<string | undefined>;
  /** Resolves with its status, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

function start(scenario: string): Program {
  const child = spawn(process.execPath, [...words, program, scenario], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill("SIGKILL"));
  const lines = printed(child);
  const ended = new Promise<number | string | null>((resolve) =>
    child.on("close", (status, signal) => resolve(signal ?? status))
  );
  // Deno's kill() does nothing the second time.
  const kill = (name: string) => void process.kill(child.pid ?? 0, name);
  return { kill, line: async () => (await lines.next()).value, ended };
}

async function* printed({ stdout }: ChildProcess): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const chunk of stdout ?? []) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

test("processSignals() gives the names of signals that come to the process (N1)", async () => {
  const { kill, line, ended } = start("loop");
  assert.is(await line(), "ready");
  kill("SIGHUP");
  assert.is(await line(), "SIGHUP");
  kill("SIGHUP");
  assert.is(await line(), "SIGHUP");
  kill("SIGTERM");
  assert.is(await line(), "SIGTERM");
  assert.is(await line(), "left");
  assert.is(await ended, 0);
});

test("it holds each name once, however often the signal comes (N1)", async () => {
  const { kill, line, ended } = start("pending");
  assert.is(await line(), "ready");
  for (const name of ["SIGHUP", "SIGHUP", "SIGUSR2", "SIGHUP"] as const) {
    kill(name);
    assert.is(await line(), `came ${name}`);
  }
  kill("SIGTERM");
  assert.is(await line(), "held SIGHUP SIGUSR2");
  assert.is(await ended, 0);
});

test("leaving gives the signal its usual effect again (N1)", async () => {
  const { kill, line, ended } = start("given back");
  assert.is(await line(), "ready");
  kill("SIGTERM");
  assert.is(await line(), "SIGTERM");
  assert.is(await line(), "given back");
  kill("SIGTERM");
  assert.is(await ended, "SIGTERM");
});

test("it listens once to a name that is given twice, and leaves no listener (N1)", () => {
  const before = process.listenerCount("SIGHUP");
  const signals = processSignals("SIGHUP", "SIGUSR2", "SIGHUP");
  assert.is(process.listenerCount("SIGHUP"), before + 1);
  signals.cancel();
  assert.is(process.listenerCount("SIGHUP"), before);
});

test("no names, and what is no name of a signal to catch, are a TypeError (C25)", () => {
  const messageOf = (...names: string[]) => {
    const error = thrownBy<Error>(() => processSignals(...names));
    assert.instance(error, TypeError);
    return error.message;
  };
  const before = process.listenerCount("SIGHUP");
  assert.match(messageOf(), "names must hold at least one signal");
  assert.match(messageOf("SIGHUP", "SIGNAL"), 'names must be names of signals, not "SIGNAL"');
  assert.match(messageOf(Object.create(null)), "names must be names of signals, not an object");
  assert.match(messageOf("toString"), 'not "toString"');
  for (const name of ["SIGKILL", "SIGSTOP"]) assert.match(messageOf("SIGHUP", name), "it cannot be caught");
  assert.is(process.listenerCount("SIGHUP"), before);
});

test.run();
