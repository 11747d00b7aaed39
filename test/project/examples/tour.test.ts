// The tour as its readers see it: in a pipe, through streams that stand for a terminal, and in a real pseudo-terminal.
import * as assert from "uvu/assert";
import process from "node:process";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { type Lesson, lessons } from "../../../tools/tour/lesson.ts";
import { run } from "../../../tools/tour/run.ts";
import { plain } from "../../../tools/tour/show.ts";
import { tour } from "../../../tools/tour/tour.ts";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { commands, runtimes, start } from "./hash-tree/job.ts";

const test = suite("tour");
const command = [process.execPath, fileURLToPath(new URL("../../../tools/tour.mjs", import.meta.url))];
const ctrlC = "\u0003";

/** What stands on the screen at the end of a tour on which each question is answered with the next key. */
async function visit(shown: readonly Lesson[], keys: readonly string[], on?: { text: string; key: string }) {
  const [input, output] = [new PassThrough(), new PassThrough().setEncoding("utf8")];
  const left = [...keys];
  let screen = "", asked = 0, heard = false;
  const press = (key: string | undefined) => setImmediate(() => input.write(key)); // nobody types within a write
  output.on("data", (text: string) => {
    screen += text;
    if (on !== undefined && !heard && screen.includes(on.text)) {
      heard = true;
      press(on.key);
    }
    for (const questions = screen.split(" quit").length - 1; asked < questions && left.length > 0; asked++) {
      press(left.shift());
    }
  });
  await tour(shown, { input, output });
  assert.equal(left, []);
  return stripVTControlCharacters(screen);
}

/** The lines that lessons printed, and what was said about their runs. */
function runs(screen: string): string[] {
  return [...screen.matchAll(/^│ ((?! ).+| *\d+ ms .+)$/gm)].map(([, line = ""]) => line);
}

function titles(screen: string): number[] {
  return [...screen.matchAll(/^Lesson (\d+): /gm)].map(([, number]) => Number(number));
}

const [first, second, third] = lessons() as [Lesson, Lesson, Lesson];
const deadlock = lessons().filter(({ report }) => report.length > 0);
const timeouts = lessons().filter(({ file }) => file.includes("timeouts"));

test(
  "in a pipe it writes every lesson and what it prints as Markdown, asks nothing and ends with status 0",
  async () => {
    const { status, stdout, stderr } = await start(command, { cwd: root }).ended;
    assert.equal([status, stderr], [0, ""]);
    const whole = lessons().map((lesson) =>
      `${plain(lesson)}\`\`\`text\n${[...lesson.output, ...lesson.report].join("\n")}\n\`\`\`\n\n`
    );
    assert.is(stdout, whole.join(""));
  },
  { within: 240_000 },
);

test("with a number it begins at that lesson", async () => {
  const last = lessons().at(-1) as Lesson;
  const { status, stdout, stderr } = await start([...command, `${last.number}`], { cwd: root }).ended;
  assert.equal([status, stderr], [0, ""]);
  assert.ok(stdout.startsWith(plain(last)));
  assert.ok(!stdout.includes(plain(first)));
}, { within: 120_000 });

test("what is not the number of a lesson is refused, with the list of the lessons", async () => {
  for (const word of ["nonsense", "0", "1.5", `${lessons().length + 1}`]) {
    const { status, stdout, stderr } = await start([...command, word], { cwd: root }).ended;
    assert.equal([status, stdout], [2, ""]);
    assert.ok(stderr.startsWith(`Cannot begin at "${word}": there is no such lesson, but\n`));
    for (const { title } of lessons()) assert.ok(stderr.includes(title));
  }
}, { within: 120_000 });

test("a reader of the pipe that goes away ends it silently", async () => {
  const { child, says, ended } = start(command, { cwd: root });
  await says(/Lesson 1/);
  child.stdout?.destroy();
  const { status, stderr } = await ended;
  assert.equal([status, stderr], [0, ""]);
}, { within: 120_000 });

test("it shows text and code, runs the lesson, and goes on with n and back with b", async () => {
  const screen = await visit([first, second, third], ["n", "n", "b", "q"]);
  assert.equal(titles(screen), [1, 2, 3, 2]);
  assert.equal(runs(screen), [first, second, third, second].flatMap(({ output }) => output));
  for (const { code } of [first, second, third]) assert.ok(screen.includes(code));
  assert.ok(screen.replaceAll(/\s+/g, " ").includes(first.text));
}, { within: 120_000 });

test("Enter goes on, and leaves behind the last lesson", async () => {
  assert.equal(titles(await visit([first, second], ["\r", "\r", "q"])), [1, 2]);
}, { within: 120_000 });

test("r runs the lesson again", async () => {
  const screen = await visit([first], ["r", "q"]);
  assert.equal(titles(screen), [1]);
  assert.equal(runs(screen), [...first.output, ...first.output]);
}, { within: 120_000 });

test(
  "s runs it again with time slowed down: the same lines, with the time by its clock, and who waits in between",
  async () => {
    const screen = await visit(timeouts, ["s", "q"]);
    const slow = runs(screen).slice(timeouts[0]!.output.length).map((line) => /^ *(\d+) ms {2}(.*)$/.exec(line) ?? []);
    assert.equal(slow.map(([, , text]) => text), timeouts[0]!.output);
    const times = slow.map(([, time]) => Number(time));
    assert.ok(times[1]! >= 250 && times[2]! >= times[1]! + 20, times.join());
    assert.match(screen, /· news 0\/2: main waits to receive \(select 2\)\n.*gives up.*\n.* ms {2}nothing for 250 ms/);
  },
  { within: 120_000 },
);

test("slowly, what takes 250 ms takes ten times as long", async () => {
  const at = new Map<string, number>();
  for await (const line of run(timeouts[0]!, { slowly: true })) {
    at.set(line.replace(/^ *\d+ ms +/, ""), performance.now());
  }
  const passed = at.get("nothing for 250 ms")! - at.get("news: a first piece")!;
  assert.ok(passed >= 1_500, `${passed} ms`); // the first line may have come late
}, { within: 120_000 });

test("Ctrl-C ends what runs, and the tour goes on", async () => {
  const screen = await visit(timeouts, ["q"], { text: timeouts[0]!.output[0]!, key: ctrlC });
  assert.equal(runs(screen), [timeouts[0]!.output[0], "stopped"]);
}, { within: 120_000 });

test("Ctrl-C where one is asked leaves the tour", async () => {
  assert.equal(titles(await visit([first, second], [ctrlC])), [1]);
}, { within: 120_000 });

test("a lesson that fails is shown to have, and the tour goes on", async () => {
  const missing = { ...first, file: "examples/00-missing.ts" };
  assert.match(runs(await visit([missing], ["q"])).join(), /^Error: examples\/00-missing.ts ended with status 1: /);
}, { within: 120_000 });

test("a lesson that ends in a deadlock shows the report, and slowly first who waits", async () => {
  const [lesson] = deadlock as [Lesson];
  const screen = await visit(deadlock, ["s", "q"]);
  const [, first = "", slow = ""] = screen.split(lesson.output.at(-1)!).slice(-3);
  const reported = lesson.report.map((line) => `│ ${line}\n`).join("");
  assert.ok(first.includes(reported) && slow.includes(reported), screen);
  assert.match(slow, /main waits to send 2\n[^]*work waits to send 1\n[^]*All tasks are asleep/);
}, { within: 120_000 });

if (runtimes.includes("bun")) {
  test("in a terminal it goes on, back, slowly, is stopped and left, and leaves the terminal as it was", async () => {
    const [bun] = commands.bun;
    const terminal = fileURLToPath(new URL("terminal.mjs", import.meta.url));
    const { child, says, ended } = start([bun, terminal, ...command], { cwd: root });
    const question = (count: number) => says(new RegExp(`(?: quit[^]*){${count}}`));
    await question(1);
    child.stdin?.write("n");
    await question(2);
    child.stdin?.write("b");
    await question(3);
    child.stdin?.write("s");
    await says(/\d ms {2}waiting to be heard: 1/);
    child.stdin?.write(ctrlC);
    await question(4);
    child.stdin?.write(ctrlC);
    const { status, stdout, stderr } = await ended;
    assert.equal([status, stderr], [0, ""]);
    const screen = stripVTControlCharacters(stdout).replaceAll("\r", "");
    assert.equal(titles(screen), [1, 2, 1]);
    assert.is(runs(screen).at(-1), "stopped");
    assert.ok(stdout.lastIndexOf("\u001b[?25h") > stdout.lastIndexOf("\u001b[?25l"), "the cursor is there again");
  }, { within: 240_000 });
}

test.run();
