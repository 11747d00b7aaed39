// `npm run elastic` draws docs/elastic.svg: what an elastic governor makes of a simulated service whose limit changes,
// beside the best fixed number for each stretch. Nothing is random but by a seed, so the chart is always the same.
import { writeFileSync } from "node:fs";
import { Search } from "../src/pressure/elastic/search.ts";
import { fixed, type Record, simulated, times } from "../test/support/service.ts";

const until = 1800;
const limitAt = (time: number) => time < 600 ? 40 : time < 1200 ? 20 : 80;
const service = { limit: limitAt, times: times.exponential };
const best = fixed(0);
Object.defineProperty(best, "limit", { get: () => limitAt(clock) });
let clock = 0;
const following = simulated(best, { ...service, limit: (time) => limitAt(clock = time) }, until, 2);
const elastic = simulated(new Search(1, 1000), service, until, 1);

/** How many calls ended in each stretch of so many times of a mean call, for each such time; and how long they took. */
const stretch = 20;

function stretches({ calls }: Record): { readonly throughput: number; readonly p99: number }[] {
  return Array.from({ length: until / stretch }, (_, index) => {
    const inside = calls.filter(({ at }) => Math.floor(at / stretch) === index).map(({ took }) => took);
    inside.sort((a, b) => a - b);
    return { throughput: inside.length / stretch, p99: inside[Math.floor(inside.length * 0.99)] ?? 0 };
  });
}

const [width, height, left, top, gap] = [720, 130, 60, 34, 44];
const colours = { elastic: "#1769aa", best: "#b0543a" };

function path(values: readonly number[], step: number, most: number, panel: number): string {
  const points = values.map((value, index) => {
    const x = left + (index + 0.5) * step / until * width;
    const y = top + panel * (height + gap) + height * (1 - Math.min(1, value / most));
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return points.join(" ");
}

function drawn(
  title: string,
  panel: number,
  most: number,
  step: number,
  lines: { [Name in keyof typeof colours]: number[] },
) {
  const y = top + panel * (height + gap);
  const axis = `<path d="M${left} ${y}v${height}h${width}" fill="none" stroke="#888"/>`;
  const labels = [0, most].map((value) =>
    `<text x="${left - 6}" y="${y + (value === 0 ? height : 4)}" text-anchor="end">${value}</text>`
  );
  const curves = Object.entries(lines).map(([name, values]) => {
    const colour = colours[name as keyof typeof colours];
    return `<polyline points="${path(values, step, most, panel)}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  });
  return [`<text x="${left}" y="${y - 8}">${title}</text>`, axis, ...labels, ...curves].join("\n");
}

const ours = stretches(elastic);
const theirs = stretches(following);
const known = Array.from({ length: until }, (_, time) => limitAt(time));
const panels = [
  drawn("calls at once", 0, 120, 1, { best: known, elastic: [...elastic.limits] }),
  drawn("throughput, in calls for each time of a mean call", 1, 100, stretch, {
    best: theirs.map(({ throughput }) => throughput),
    elastic: ours.map(({ throughput }) => throughput),
  }),
  drawn("99 of 100 calls took at most, in times of a mean call", 2, 15, stretch, {
    best: theirs.map(({ p99 }) => p99),
    elastic: ours.map(({ p99 }) => p99),
  }),
];
const bottom = top + 3 * (height + gap);
const legend = `<text x="${left}" y="${bottom}" fill="${colours.elastic}">elastic()</text>
<text x="${
  left + 90
}" y="${bottom}" fill="${colours.best}">the limit that the service has, and one who knows it</text>`;
writeFileSync(
  new URL("../docs/elastic.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 20} ${
    bottom + 16
  }" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${panels.join("\n")}
${legend}
</svg>
`,
);
