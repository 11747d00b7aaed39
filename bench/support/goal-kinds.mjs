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
  const contenders = least === undefined ? [contender] : [contender, least];
  return {
    rows: [row],
    contenders,
    judge: (ratios) =>
      ratios.runtimes(row).flatMap((runtime) => {
        const floor = ratios.best(row, contender, runtime);
        if (floor === undefined) return [];
        const of = (one) => ratios.best(row, one, runtime) / floor;
        const what = `of the floor, ${contender}`;
        return atMost(row, what, runtime, of("sluice"), most, least === undefined ? 0 : of(least));
      }),
  };
}

/** At most so many times what it costs in another row. */
export function growth(row, from, most) {
  return {
    rows: [row, from],
    judge: (ratios) =>
      ratios.runtimes(row).flatMap((runtime) => {
        if (ratios.best(from, "sluice", runtime) === undefined) return [];
        const grown = (contender) => ratios.best(row, contender, runtime) / ratios.best(from, contender, runtime);
        const floors = ratios.floors(row, runtime).map(({ contender }) => grown(contender));
        return atMost(row, `of ${from}`, runtime, grown("sluice"), most, floors.length > 0 ? Math.min(...floors) : 0);
      }),
  };
}

export function absolute(row, most) {
  return {
    rows: [row],
    judge: (ratios) =>
      ratios.runtimes(row).map((runtime) =>
        atMost(row, "at most", runtime, ratios.best(row, "sluice", runtime), most, 0)
      ),
  };
}

function faster(row, rows, { each, but = {}, mean }, whom, wanted) {
  const what = `against ${whom}`;
  return {
    rows: [row, ...rows],
    judge(ratios) {
      const findings = ratios.runtimes(row).flatMap((runtime) => {
        const front = ratios.front(rows, runtime, wanted) ??
          ratios.front(rows, "go", wanted);
        if (front === undefined) return [];
        const times = (best) => front.best / best;
        const floors = ratios.floors(row, runtime).map(({ best }) => times(best));
        const actual = times(ratios.best(row, "sluice", runtime));
        const floor = floors.length > 0 ? Math.max(...floors) : Infinity;
        return atLeast(row, what, runtime, actual, but[runtime] ?? each, floor, front.contender);
      });
      if (mean === undefined || findings.length < 2) return findings;
      const [actual, floor] = ["actual", "floor"].map((key) => geometricMean(findings.map((finding) => finding[key])));
      return [...findings, atLeast(row, what, "mean", actual, mean, floor)];
    },
  };
}

/** `floor` is the same figure of the best that was written by hand, where there is such a thing. */
function atLeast(row, what, runtime, actual, needed, floor, who) {
  const beyond = actual < needed && floor < needed;
  return { row, what, who, runtime, actual, floor, needed, reached: actual >= needed, beyond };
}

function atMost(row, what, runtime, actual, needed, floor) {
  const beyond = actual > needed && floor > needed;
  return { row, what, runtime, actual, needed, atMost: true, reached: actual <= needed, beyond };
}
