// Results as text for a terminal: a block for each row, a line for each contender, best first.

export function table(results, versions) {
  const rows = [...new Set(results.map(({ row }) => row))];
  const columns = Object.keys(versions).filter((name) => results.some(({ runtime }) => runtime === name));
  return rows.map((row) => block(results.filter((result) => result.row === row), columns, versions)).join("\n\n");
}

function block(results, columns, versions) {
  const [{ workload, row, title, unit }] = results;
  const names = [...new Set(results.map(({ contender }) => contender))];
  const found = (name, column) => results.find(({ contender, runtime }) => contender === name && runtime === column);
  const rank = (name) => Math.min(...columns.map((column) => found(name, column)?.best ?? Infinity));
  names.sort((a, b) => rank(a) - rank(b));
  const lines = names.map((
    name,
  ) => [name, ...columns.map((column) => cellText(found(name, column)))]);
  const failures = results.filter(({ failed }) => failed !== undefined);
  return [
    `${workload} ${row}: ${title}, ${unit}: best (median)`,
    ...aligned([["", ...columns.map((column) => versions[column])], ...lines]),
    ...failures.map(({ contender, runtime, failed }) => `  ${contender} on ${versions[runtime]}: ${failed}`),
  ].join("\n");
}

function cellText(result) {
  if (result === undefined) return "";
  if (result.failed !== undefined) return "broken";
  return `${short(result.best)} (${short(result.median)})`;
}

/** The lines of a table in Markdown, which `deno fmt` makes even. */
export function markdown([head, ...rows]) {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}

export function short(figure) {
  if (Math.abs(figure) >= 10_000) return `${(figure / 1_000).toFixed(0)}k`;
  return Math.abs(figure) >= 99.5 ? figure.toFixed(0) : figure.toPrecision(2);
}

export function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    `  ${row.map((text, column) => column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column])).join("  ")}`
      .trimEnd()
  );
}
