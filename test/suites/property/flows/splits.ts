// One into many, and many into one again.
import {
  concat,
  flatMap,
  type Flow,
  groupBy,
  type KeyGroup,
  merge,
  partition,
  pipeline,
  type Stage,
  tee,
  zip,
} from "sluice";
import { ambiguous, each, type Line, nothing, SERIAL, shuffled } from "./line.ts";
import type { Joining, StageSpec } from "./program.ts";
import type { Built } from "./built.ts";
import { Work } from "./work.ts";
import { digest, type Value, type World } from "./world.ts";

type Group = KeyGroup<number, Value>;

function eager(line: Line): Line {
  return { ...line, exact: false, demand: () => Infinity };
}

/** The groups of values, in order of their first ones. */
function groups(values: readonly Value[]): Value[][] {
  const groups = new Map<number, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...groups.get(key) ?? [], value]);
  }
  return [...groups.values()];
}

const keyOf = (value: Value) => digest(value) % 3;

/** Groups, read side by side: each behind the one before, each as a whole, or as their values come. */
export function grouped(work: Work, { count, how }: Extract<StageSpec, { readonly as: "groupBy" }>): Built {
  const side = { concurrency: Infinity };
  const by = groupBy(work.over(keyOf), { buffer: how === "flat" ? Infinity : count });
  const keyed = (line: Line) =>
    eager(
      each({ ...line, stalls: line.stalls || work.mayStall }, SERIAL, work.made((value) => ({ values: [value] }))),
    );
  switch (how) {
    case "flat":
      return {
        stage: join(by, flatMap(({ values }: Group) => values, side)),
        model: (line) => {
          const known = keyed(line);
          if (known.known !== "sequence") return known;
          if (ambiguous(known)) return nothing(known);
          const [first = [], ...others] = groups(known.values);
          return { ...known, values: known.endings[0] === "end" ? [first, ...others].flat() : first };
        },
      };
    case "whole":
      return {
        stage: join(
          by,
          flatMap(async ({ values }: Group, { signal }) => {
            signal.addEventListener("abort", () => void values.cancel().catch(() => {}), { once: true });
            return [await values.toArray()];
          }, side),
        ),
        model: (line) => {
          const known = keyed(line);
          const ends = known.endings.every((ending) => ending === "end");
          if (ambiguous(known)) return nothing(known);
          if (known.known === "sequence") return { ...known, values: ends ? groups(known.values) : [] };
          return known.known === "bag" && ends
            ? { ...known, known: "count", values: groups(known.values) }
            : nothing(known);
        },
      };
    case "free":
      return {
        stage: join(by, flatMap(({ values }: Group) => pipeline(values), { ...side, ordered: false })),
        model: (line) => shuffled(keyed(line)),
      };
  }
}

/** Two stages as one. */
function join(
  by: Stage<Value, Group>,
  flat: Stage<Group, Value>,
): Stage<Value, Value> {
  return (input) => pipeline(input, by, flat);
}

type SplitStage = Extract<StageSpec, { readonly as: "tee" | "partition" }>;

/** Branches, joined again. To read one after the other, they must hold all. */
export function split(world: World, spec: SplitStage, name: string): Built {
  const { as, how } = spec;
  if (as === "tee") {
    const { count } = spec;
    const buffer = how === "concat" ? Infinity : spec.buffer;
    return {
      stage: (input) => recombined(how, tee(input, count, buffer)),
      model: (line) => copied(line, how, count, spec.buffer),
    };
  }
  const work = new Work(world, name, spec.work);
  const passes = (value: Value) => digest(value) % 2 === 0;
  const buffer = how === "merge" ? 0 : Infinity;
  const tested = (line: Line) =>
    eager(
      each({ ...line, stalls: line.stalls || work.mayStall }, SERIAL, work.made((value) => ({ values: [value] }))),
    );
  return {
    stage: (input) => recombined(how, partition(input, work.over(passes), buffer)),
    model: (line) => parted(tested(line), how, passes),
  };
}

function recombined(how: Joining, branches: Flow<Value>[]): Flow<Value> {
  switch (how) {
    case "zip":
      return zip(...branches);
    case "merge":
      return merge(...branches);
    case "concat":
      return concat(...branches);
  }
}

function copied(line: Line, how: Joining, count: number, buffer: number): Line {
  const copies = <T>(value: T): T[] => Array.from({ length: count }, () => value);
  switch (how) {
    case "zip":
      return each(line, { ahead: buffer + 2, stateless: true, counts: true }, (value) => ({ values: [copies(value)] }));
    case "merge":
      return shuffled(each(line, SERIAL, (value) => ({ values: copies(value) })));
    case "concat": {
      const ends = line.endings.every((ending) => ending === "end");
      if (line.known === "nothing" || (!ends && line.endings.length > 1)) return nothing(line);
      if (line.known === "sequence" && !ends) return eager(line);
      return { ...eager(line), values: copies(line.values).flat() };
    }
  }
}

function parted(line: Line, how: Joining, passes: (value: Value) => boolean): Line {
  if (how === "merge") return shuffled(line);
  if (line.known === "bag" && how === "concat") return line;
  if (line.known !== "sequence" || (how === "concat" && ambiguous(line))) return nothing(line);
  const yes = line.values.filter((value) => passes(value));
  const no = line.values.filter((value) => !passes(value));
  if (how === "concat") return { ...line, values: line.endings[0] === "end" ? [...yes, ...no] : yes };
  return { ...line, values: yes.slice(0, no.length).map((value, index) => [value, no[index] as Value]) };
}
