// One cell of the benchmark, in a process of its own: one contender in one scenario with one parameter.
//
//     node bench/cell.mjs SCENARIO PARAMETER CONTENDER [MILLISECONDS]
//
// Its last line is the result as JSON. A contender that deadlocks lets the process end without one; one that never ends
// is killed by whoever started this.
import process from "node:process";

const [scenarioName, word, contenderName, milliseconds = "50"] = process.argv
  .slice(2);
const parameter = Number(word);
const long = Number(milliseconds) * 1e6;
/** How much longer than one run the engine gets to warm up. */
const WARM = 3;

const { default: scenario } = await import(`./scenarios/${scenarioName}.mjs`);

process.on("uncaughtException", (error) => report({ failed: reason(error) }));
process.on("unhandledRejection", (error) => report({ failed: reason(error) }));
try {
  report(
    scenario.measure === undefined ? await timed() : { figures: await measured() },
  );
} catch (error) {
  report({ failed: reason(error) });
}

async function measured() {
  const contender = scenario.bare ? contenderName : await load();
  return [await scenario.measure(contender, parameter)].flat();
}

async function load() {
  return (await import(`./contenders/${contenderName}.mjs`)).default;
}

/** Runs until it takes long enough, which warms it up, then a few times more: nanoseconds for each operation. */
async function timed() {
  const contender = await load();
  const { fixed, runs = 4 } = scenario;
  let operations = fixed?.(parameter) ?? scenario.operations;
  let last = await once(contender, operations);
  let warm = last.spent;
  const most = fixed === undefined ? 400 * operations : operations;
  while (warm < WARM * long || (last.spent < long && operations < most)) {
    const factor = Math.min(8, long / (last.spent + 1));
    operations = Math.min(most, Math.ceil(operations * Math.max(1, factor)));
    last = await once(contender, operations);
    warm += last.spent;
    if (operations === most && fixed === undefined && warm >= long) break;
  }
  const figures = [];
  let total = 0;
  while (figures.length < runs && (total < 20 * long || figures.length === 0)) {
    const { spent, done } = await once(contender, operations);
    figures.push(spent / done);
    total += spent;
  }
  return { figures, operations };
}

/** Processor time of one run, or of those parts of it that it gives to `time`. */
async function once(contender, operations) {
  let parts;
  const time = async (part) => {
    const from = now();
    const result = await part();
    parts = (parts ?? 0) + now() - from;
    return result;
  };
  const from = now();
  const result = await scenario.run(contender, parameter, operations, time);
  return {
    spent: parts ?? now() - from,
    done: result?.operations ?? operations,
  };
}

/** Nanoseconds of processor time, the engine's own threads included. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1_000;
}

function reason(error) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `${error}`;
  return text.split("\n", 1)[0].replaceAll(
    new URL(".", import.meta.url).pathname,
    "",
  ).slice(0, 120);
}

function report(result) {
  console.log(`cell ${JSON.stringify(result)}`);
  process.exit(0);
}
