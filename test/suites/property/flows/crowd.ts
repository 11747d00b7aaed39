// The stages that work on several items at once, each beside its model.
import { filter, flatMap, map, pipeline, type Source, tap, walk, type WorkOptions } from "sluice";
import type { Built, Holding } from "./built.ts";
import { failsLate, type Leaf } from "./leaf.ts";
import { leafOf } from "./leaves.ts";
import { each, type Line, type Made, shuffled } from "./line.ts";
import type { StageSpec, WorkSpec } from "./program.ts";
import { Work } from "./work.ts";
import { digest, type Value, type World } from "./world.ts";

type CrowdStage = Extract<StageSpec, { readonly crowd: unknown }>;

export function crowd(world: World, spec: CrowdStage, name: string): Built {
  const { as, crowd: { ordered, handler } } = spec;
  const { salt } = spec.work;
  const work = new Work(world, name, spec.work);
  const { options, manner } = work.options(spec.crowd, as !== "filter" && as !== "flatMap", as !== "flatMap");
  const inOrder = ordered || spec.crowd.concurrency === 1;
  const modelled = (make: (value: Value) => Made) => (line: Line) => {
    const before = { ...line, stalls: line.stalls || work.mayStall };
    return each(inOrder ? before : shuffled(before), manner, work.made(make, handler));
  };
  const holding: Holding = { cap: manner.ahead, weight: () => 1, dropped: () => work.dropped };
  const plus = (value: Value) => digest(value) + salt;
  const passes = (value: Value) => digest(value) % (salt + 2) !== 0;
  switch (as) {
    case "map":
    case "walk":
      return {
        stage: (as === "map" ? map : walk)(work.over(plus), options),
        model: modelled((value) => ({ values: [plus(value)] })),
        holding,
      };
    case "tap":
      return { stage: tap(work.over(plus), options), model: modelled((value) => ({ values: [value] })), holding };
    case "filter": {
      const test = (value: Value) => passes(value) || !++work.dropped;
      const model = modelled((value) => ({ values: passes(value) ? [value] : [] }));
      return { stage: filter(work.over(test), options), model, holding };
    }
    case "flatMap":
      return flat(world, spec, work, options, modelled);
  }
}

type Modelled = (make: (value: Value) => Made) => (line: Line) => Line;
type FlatStage = Extract<StageSpec, { readonly as: "flatMap" }>;

/** For each value a source, with up to three values of its own. */
function flat(world: World, spec: FlatStage, work: Work, options: WorkOptions<Value>, modelled: Modelled): Built {
  const { inner, innerWork, breaks } = spec;
  const { salt } = spec.work;
  const leaf = (value: Value): Leaf => ({
    ...inner,
    values: Array.from({ length: (digest(value) + salt) % 4 }, (_, index) => digest(value) * 4 + index),
    ending: breaks > 0 && (digest(value) + 2) % breaks === 0
      ? world.error(`what ${work.name} gave for ${JSON.stringify(value)} fails`)
      : "end",
  });
  const worker = (spec: WorkSpec) => new Work(world, `the inner work of ${work.name}`, spec).within();
  let opened = 0;
  const open = (value: Value): Source<Value> => {
    const source = leafOf(world, leaf(value), world.ledger(`${work.name}.${opened++}`));
    if (innerWork === undefined) return source;
    return pipeline(source, map(worker(innerWork).over((value) => value), { concurrency: 2 }));
  };
  const made = (value: Value): Made => {
    const { values, ending } = leaf(value);
    const last = ending === "end" ? undefined : ending;
    if (innerWork === undefined) return { values, ending: last };
    const make = worker(innerWork).made((value) => ({ values: [value] }));
    const first = values.findIndex((value) => make(value).ending !== undefined);
    return first < 0 ? { values, ending: last } : { ...make(values[first] as Value), values: values.slice(0, first) };
  };
  const late = (value: Value) => failsLate(inner.as) ? leaf(value).ending : "end";
  const errors = (line: Line) => line.values.map(late).filter((ending) => ending instanceof Error);
  const stalls = innerWork !== undefined && worker(innerWork).mayStall;
  const model = (line: Line) =>
    modelled(made)({
      ...line,
      exact: line.exact && errors(line).length === 0,
      releases: [...line.releases, ...errors(line)],
      stalls: line.stalls || stalls,
    });
  return { stage: flatMap(work.over(open), options), model };
}
