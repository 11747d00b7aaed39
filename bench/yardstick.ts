/**
 * The rough yardstick of the core: nanoseconds of processor time for each operation, best of several rounds.
 *
 *     npm run yardstick [-- --on deno]
 *
 * Best, not mean: whatever else the machine does only ever adds. The bounds are those of the first design, for Node 20.
 */
import process from "node:process";
import { channel, select, selectLoop } from "sluice";

const MESSAGES = 200_000;
const MANY = 1_000_000;
const SELECTS = 50_000;
const WAITING = 100_000;
const ROUNDS = 7;

const numbers = Array.from({ length: MANY }, (_, value) => value);

interface Workload {
  readonly name: string;
  /** Nanoseconds for each operation. */
  readonly bound: number;
  readonly operations: number;
  /** Runs once; checks that nothing was lost. Gives the processor time of the part that counts, if it is not all. */
  readonly run: () => Promise<number | void>;
}

const workloads: readonly Workload[] = [
  { name: "send + for await, capacity 16", bound: 300, operations: MESSAGES, run: () => pass(16) },
  { name: "send + for await, capacity 1024", bound: 300, operations: MESSAGES, run: () => pass(1024) },
  { name: "send + for await, rendezvous", bound: 350, operations: MESSAGES, run: () => pass(0) },
  { name: "sendAll + batches, capacity 1024", bound: 60, operations: MANY, run: passInBatches },
  { name: "select of 8, one ready", bound: 300, operations: SELECTS, run: () => selectReady(8) },
  { name: "select of 2, parked", bound: 600, operations: SELECTS, run: () => selectParked(2) },
  { name: "selectLoop of 8, parked", bound: 600, operations: SELECTS, run: () => loop(8) },
  { name: "abort one of 100,000 waiting", bound: 2000, operations: WAITING, run: abort },
];

async function pass(capacity: number): Promise<void> {
  const ch = channel<number>(capacity);
  const sending = (async () => {
    for (let value = 0; value < MESSAGES; value++) await ch.send(value);
    ch.close();
  })();
  let expected = 0;
  for await (const value of ch) if (value !== expected++) throw new Error(`${value} out of order`);
  await sending;
  check(expected, MESSAGES);
}

async function passInBatches(): Promise<void> {
  const ch = channel<number>(1024);
  const sending = ch.sendAll(numbers).then(() => ch.close());
  let expected = 0;
  for await (const batch of ch.batches()) {
    for (const value of batch) if (value !== expected++) throw new Error(`${value} out of order`);
  }
  await sending;
  check(expected, MANY);
}

async function selectReady(count: number): Promise<void> {
  const { channels, cases } = several(count, 1);
  let sum = 0;
  for (let round = 0; round < SELECTS; round++) {
    channels[round % count]?.trySend(1);
    const hit = await select(cases);
    if (!hit.done) sum += hit.value;
  }
  check(sum, SELECTS);
}

async function selectParked(count: number): Promise<void> {
  const { channels, cases } = several(count, 0);
  const sending = (async () => {
    for (let round = 0; round < SELECTS; round++) await channels[round % count]?.send(1);
  })();
  let sum = 0;
  for (let round = 0; round < SELECTS; round++) {
    const hit = await select(cases);
    if (!hit.done) sum += hit.value;
  }
  await sending;
  check(sum, SELECTS);
}

async function loop(count: number): Promise<void> {
  const { channels, cases } = several(count, 0);
  const sending = (async () => {
    for (let round = 0; round < SELECTS; round++) await channels[round % count]?.send(1);
    for (const ch of channels) ch.close();
  })();
  let sum = 0;
  for await (const hit of selectLoop(cases)) if (!hit.done) sum += hit.value;
  await sending;
  check(sum, SELECTS);
}

/** Beyond what the engine itself needs to abort a signal that one listener waits on. */
async function abort(): Promise<number> {
  const ch = channel<number>();
  const controllers = Array.from({ length: WAITING }, () => new AbortController());
  const bare = controllers.map(() => new AbortController());
  for (const { signal } of bare) signal.addEventListener("abort", () => {});
  let aborted = 0;
  const waiting = controllers.map(({ signal }) => ch.receive({ signal }).catch(() => aborted++));
  const spent = abortAll(controllers) - abortAll(bare);
  await Promise.all(waiting);
  check(aborted, WAITING);
  return spent;
}

function abortAll(controllers: AbortController[]): number {
  const from = processorTime();
  for (const controller of controllers) controller.abort("enough");
  return processorTime() - from;
}

function several(count: number, capacity: number) {
  const channels = Array.from({ length: count }, () => channel<number>(capacity));
  return { channels, cases: Object.fromEntries(channels.map((ch, index) => [`case${index}`, ch])) };
}

function check(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`${actual} instead of ${expected}`);
}

/** Nanoseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

async function best({ run, operations }: Workload): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const from = processorTime();
    const part = await run();
    least = Math.min(least, part ?? processorTime() - from);
  }
  return least / operations;
}

console.log(`${"ns for each operation".padEnd(36)}${"best".padStart(8)}${"bound".padStart(8)}`);
for (const workload of workloads) {
  const figure = await best(workload);
  const mark = figure <= workload.bound ? "" : "  over";
  console.log(`${workload.name.padEnd(36)}${figure.toFixed(0).padStart(8)}${`${workload.bound}`.padStart(8)}${mark}`);
}
