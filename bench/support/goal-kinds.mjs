// The kinds of goals: each gives, from the ratios of a run, a list of findings { what, runtime, actual, needed, reached };
// `beyond` says that what was written by hand for that row alone does not reach it, either.
// `rows` are those it needs, `contenders` those beside the peers, so that a run can be made for it.
import { geometricMean } from "./ratios.mjs";

/** So many times as fast as the best bounded peer. */
export function versusPeers(row, { each, mean }) {
  return faster(row, [row], { each, mean }, "the best peer");
}

/** The same, where the peers do it in another way: in other rows. */
export function versusRows(row, rows, { each }) {
  return faster(row, rows, { each }, "any awaited loop");
}

/** So many times as fast as the best of some contenders, bounded or not; `but` holds other figures for some runtimes. */
export function versus(row, contenders, { each, but, row: theirs = row }) {
  const wanted = ({ contender }) => contenders.includes(contender);
  const whom = contenders.length > 2 ? "channels" : contenders.join(", ");
  return { ...faster(row, [theirs], { each, but }, whom, wanted), contenders };
}

/**
 * At most so many times what the work costs when it is written by hand. `least` does more of the work than that floor:
 * what it cannot reach nobody can.
 */
export function versusFloor(row, contender, most, least) {
  const floor = (ratios, runtime) => ratios.best(row, contender, runtime);
  const contenders = least === undefined ? [contender] : [contender, least];
  return { ...slower(row, most, `the floor, ${contender}`, floor, [row], least), contenders };
}

/** At most so many times what it costs in another row. */
export function growth(row, from, most) {
  return slower(row, most, from, (ratios, runtime) => ratios.best(from, "sluice", runtime), [row, from]);
}

export function absolute(row, most) {
  return {
    rows: [row],
    judge: (ratios) =>
      ratios.runtimes(row).map((runtime) => {
        const actual = ratios.best(row, "sluice", runtime);
        return {
          row,
          what: "at most",
          runtime,
          actual,
          needed: most,
          atMost: true,
          reached: actual <= most,
        };
      }),
  };
}

function faster(row, rows, { each, but = {}, mean }, whom, wanted) {
  return {
    rows: [row, ...rows],
    judge(ratios) {
      const findings = ratios.runtimes(row).flatMap((runtime) => {
        const front = ratios.front(rows, runtime, wanted) ??
          ratios.front(rows, "go", wanted);
        if (front === undefined) return [];
        const actual = front.best / ratios.best(row, "sluice", runtime);
        const needed = but[runtime] ?? each;
        const what = `against ${whom}`;
        const floor = Math.min(...ratios.floors(row, runtime).map(({ best }) => best));
        return [{
          row,
          what,
          who: front.contender,
          runtime,
          actual,
          needed,
          reached: actual >= needed,
          beyond: actual < needed && front.best / floor < needed,
        }];
      });
      if (mean === undefined || findings.length < 2) return findings;
      const actual = geometricMean(findings.map((finding) => finding.actual));
      return [
        ...findings,
        {
          row,
          what: `against ${whom}`,
          runtime: "mean",
          actual,
          needed: mean,
          reached: actual >= mean,
        },
      ];
    },
  };
}

function slower(row, most, whom, other, rows, least) {
  return {
    rows,
    judge: (ratios) =>
      ratios.runtimes(row).flatMap((runtime) => {
        const base = other(ratios, runtime);
        if (base === undefined) return [];
        const actual = ratios.best(row, "sluice", runtime) / base;
        return [{
          row,
          what: `of ${whom}`,
          runtime,
          actual,
          needed: most,
          atMost: true,
          reached: actual <= most,
          beyond: actual > most && ratios.best(row, least, runtime) / base > most,
        }];
      }),
  };
}
