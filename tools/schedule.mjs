// Runs steps, as many at once as keep two cores busy.

/** How many steps may run at once: of those that compute, and, beside these, of those that mostly wait. */
const slots = { computing: 2, waiting: 1 };

/** Runs the steps, in order where nothing speaks against it; calls back with each that begins or ends. Returns the results by name. */
export async function runAll(steps, tell) {
  const names = new Set(steps.map(({ name }) => name));
  // What takes longest goes first, so that at the end nothing waits for it.
  const waiting = new Set([...steps.filter(({ early }) => early), ...steps]);
  const running = new Map();
  const results = new Map();
  const may = ({ after = [], ...step }) =>
    after.every((name) => results.has(name) || !names.has(name)) && hasRoom(step, [...running.keys()]);
  const patient = ({ alone }) => !alone || [...waiting].every((step) => step.alone || needsAlone(step));
  const needsAlone = ({ after = [] }) => steps.some(({ name, alone }) => alone && after.includes(name));

  async function run(step) {
    const started = performance.now();
    const result = await outcome(step, results);
    results.set(step.name, { ...result, seconds: (performance.now() - started) / 1_000 });
    running.delete(step);
    tell(step, results.get(step.name), [...running.keys()]);
  }

  while (waiting.size + running.size > 0) {
    for (const step of waiting) {
      if (!may(step) || !patient(step)) continue;
      waiting.delete(step);
      running.set(step, run(step));
      tell(step, undefined, [...running.keys()]);
    }
    await Promise.race(running.values());
  }
  return results;
}

/** May it run beside these? */
function hasRoom(step, others) {
  if (step.alone || others.some(({ alone }) => alone)) return others.length === 0;
  const kind = ({ waits }) => waits ? "waiting" : "computing";
  return others.filter((other) => kind(other) === kind(step)).length < slots[kind(step)];
}

/** A step that throws has failed. */
async function outcome(step, results) {
  try {
    return await step.run(results);
  } catch (error) {
    return { passed: 0, failed: 1, output: error.stack };
  }
}
