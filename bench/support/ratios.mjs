// Sluice against the others, from results: the questions that goals, tables and charts ask.

/** Only these are compared: bounded, and not a floor written by hand. */
const isPeer = ({ kind, contender }) => kind === "bounded" && contender !== "sluice";

export class Ratios {
  /** @param {{ results: readonly object[] }} run */
  constructor({ results }) {
    this.results = results.filter(({ best }) => best !== undefined);
  }

  /** The runtimes on which Sluice was measured in a row. */
  runtimes(row) {
    return this.results.filter((result) => result.row === row && result.contender === "sluice").map(({ runtime }) =>
      runtime
    );
  }

  best(row, contender, runtime) {
    return this.results.find((result) =>
      result.row === row && result.contender === contender &&
      result.runtime === runtime
    )?.best;
  }

  /** What was written by hand for this row. */
  floors(row, runtime) {
    return this.results.filter((result) => result.row === row && result.runtime === runtime && result.kind === "floor");
  }

  /** The best of those that are wanted, by default of all peers. */
  front(rows, runtime, wanted = isPeer) {
    const all = this.results.filter((result) =>
      rows.includes(result.row) && result.runtime === runtime && wanted(result)
    );
    return all.reduce(
      (front, result) => front === undefined || result.best < front.best ? result : front,
      undefined,
    );
  }
}
