// How many times as fast as the best bounded peer, on a logarithmic scale: a group for each row, a bar for each runtime.
import { Ratios } from "./ratios.mjs";

const COLORS = {
  node: "#2f855a",
  newest: "#68d391",
  deno: "#4a5568",
  bun: "#dd9b4a",
};
const [LEFT, WIDTH, BAR, GAP, TOP] = [330, 560, 9, 14, 64];
const [SMALLEST, LARGEST] = [1 / 4, 64];
const OCTAVES = Math.log2(LARGEST / SMALLEST);

/** An SVG, on its own white ground, readable in dark pages too. */
export function chart(results) {
  const ratios = new Ratios(results);
  const rows = [
    ...new Map(
      results.results.map((
        { row, title, unit },
      ) => [row, { row, title, unit }]),
    ).values(),
  ]
    .filter(({ unit }) => unit === "ns")
    .map(({ row, title }) => ({ title, bars: barsOf(ratios, row) }))
    .filter(({ bars }) => bars.length > 0);
  const runtimes = Object.keys(COLORS).filter((name) =>
    rows.some(({ bars }) => bars.some((bar) => bar.runtime === name))
  );
  let y = TOP;
  const groups = rows.map(({ title, bars }) => {
    const group = drawGroup(title, bars, y);
    y += bars.length * BAR + GAP;
    return group;
  });
  const height = y + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${
    LEFT + WIDTH + 60
  } ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
<text x="10" y="20" font-size="14" font-weight="bold">Times as fast as the best bounded peer (logarithmic)</text>
${
    runtimes.map((name, index) => legend(results.runtimes[name], name, index))
      .join("\n")
  }
${
    [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64].map((ratio) => gridLine(ratio, height)).join(
      "\n",
    )
  }
${groups.join("\n")}
</svg>
`;
}

function barsOf(ratios, row) {
  return ratios.runtimes(row).flatMap((runtime) => {
    const front = ratios.front([row], runtime);
    return front === undefined ? [] : [{ runtime, ratio: front.best / ratios.best(row, "sluice", runtime) }];
  });
}

const within = (ratio) => Math.min(LARGEST, Math.max(SMALLEST, ratio));
const x = (ratio) => LEFT + Math.log2(within(ratio) / SMALLEST) * (WIDTH / OCTAVES);

function drawGroup(title, bars, y) {
  const middle = y + (bars.length * BAR) / 2 + 4;
  const drawn = bars.map(({ runtime, ratio }, index) => {
    const [from, to] = [Math.min(x(1), x(ratio)), Math.max(x(1), x(ratio))];
    const top = y + index * BAR;
    return `<rect x="${from.toFixed(1)}" y="${top}" width="${Math.max(1, to - from).toFixed(1)}" height="${
      BAR - 1
    }" fill="${COLORS[runtime]}"/><text x="${(Math.max(to, x(1)) + 3).toFixed(1)}" y="${top + 8}" font-size="9">${
      ratio.toFixed(ratio < 10 ? 1 : 0)
    }</text>`;
  });
  return `<text x="${LEFT - 10}" y="${middle}" text-anchor="end">${escaped(title)}</text>${drawn.join("")}`;
}

function legend(title, name, index) {
  const left = 10 + index * 130;
  return `<rect x="${left}" y="30" width="10" height="10" fill="${COLORS[name]}"/><text x="${left + 15}" y="39">${
    escaped(title)
  }</text>`;
}

function gridLine(ratio, height) {
  const at = x(ratio).toFixed(1);
  return `<line x1="${at}" y1="${TOP - 6}" x2="${at}" y2="${height - 8}" stroke="${
    ratio === 1 ? "#333" : "#ddd"
  }"/><text x="${at}" y="${TOP - 9}" text-anchor="middle" font-size="9">${ratio}x</text>`;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
