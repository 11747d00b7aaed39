// `node load.mjs PORT SECONDS rate|connections N`: asks a server so many times a second, or over so many connections at
// once, by autocannon; prints what came back as JSON.
import process from "node:process";
import autocannon from "autocannon";

const [port, seconds, how, number] = process.argv.slice(2);

/** What was asked before that, while connections are made and engines compile, does not count. */
const WARM_UP = 4;

/** autocannon asks as often as it may at the start of each second: so many of it, one after the other, spread that out. */
const GENERATORS = 50;
const SECOND = 1_000;

const times = { served: [], refused: [] };
let counted = Infinity;

function start(options) {
  const instance = autocannon({
    url: `http://127.0.0.1:${port}`,
    duration: Number(seconds) + WARM_UP + 1,
    timeout: 60,
    ...options,
  }, () => {});
  instance.on("response", (_client, status, _bytes, time) => {
    if (performance.now() - time >= counted) times[status === 200 ? "served" : "refused"].push(time);
  });
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

if (how === "connections") start({ connections: Number(number) });
else {
  const rate = Math.round(Number(number) / GENERATORS);
  for (let count = 0; count < GENERATORS; count++) {
    start({ connections: rate, overallRate: rate }); // each connection once a second
    await wait(SECOND / GENERATORS);
  }
}
await wait(WARM_UP * SECOND);
counted = performance.now();
await wait(Number(seconds) * SECOND);

const sorted = (all) => all.sort((a, b) => a - b);
const quantile = (all, part) => sorted(all)[Math.ceil(all.length * part) - 1];
const { served, refused } = times;
const result = {
  served: Math.round(served.length / seconds),
  refused: Math.round(refused.length / seconds),
  p50: quantile(served, 0.5),
  p99: quantile(served, 0.99),
  refusedP99: quantile(refused, 0.99),
};
console.log(JSON.stringify(result));
process.exit();
