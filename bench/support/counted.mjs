// Some operations of one contender, for `npm run bench:instructions`.
//
//     node bench/support/counted.mjs SCENARIO PARAMETER CONTENDER OPERATIONS
//
// The clock stands still: where each instruction takes fifty times as long, every loop would look as if it starved.
import process from "node:process";

const [scenarioName, word, contenderName, operations] = process.argv.slice(2);
const CHUNK = 20_000;

Date.now = () => 1;
const { default: scenario } = await import(`../scenarios/${scenarioName}.mjs`);
const { default: contender } = await import(`../contenders/${contenderName}.mjs`);
for (let done = 0; done < Number(operations); done += CHUNK) await scenario.run(contender, Number(word), CHUNK);
process.exit(0);
