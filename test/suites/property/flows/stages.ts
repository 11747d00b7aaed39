// Stages, each beside its model.
import { catchError, compose, debounce, sample, type Stage, timeout } from "sluice";
import type { Built } from "./built.ts";
import { buffering, counting } from "./counting.ts";
import { crowd } from "./crowd.ts";
import { deaf, eachOf, joined, through } from "./foreign.ts";
import { lineOf, valuesOf } from "./leaf.ts";
import { leafOf } from "./leaves.ts";
import { fails, type Line, nothing } from "./line.ts";
import { MOMENT } from "./pace.ts";
import type { LeafSpec, StageSpec, WorkSpec } from "./program.ts";
import { serial } from "./serial.ts";
import { grouped, split } from "./splits.ts";
import { Work } from "./work.ts";
import type { Value, World } from "./world.ts";

export function build(world: World, spec: StageSpec, name: string): Built {
  switch (spec.as) {
    case "map":
    case "filter":
    case "tap":
    case "walk":
    case "flatMap":
      return crowd(world, spec, name);
    case "scan":
    case "takeWhile":
    case "dropWhile":
    case "distinctUntilChanged":
      return serial(world, spec.as, spec.work, name);
    case "take":
    case "drop":
    case "batch":
    case "batch within":
    case "leaves":
    case "greedy":
      return counting(world, spec.as, spec.count);
    case "buffer":
      return buffering(spec.kind, spec.count);
    case "catchError":
      return catching(world, spec.work, spec.gives, name);
    case "compose":
    case "nested":
    case "called":
    case "piped":
      return several(world, spec, name);
    case "each":
      return eachOf(world, new Work(world, name, { ...spec.work, stalls: 0 }), spec.work.fails === 0);
    case "groupBy":
      return grouped(new Work(world, name, spec.work), spec);
    case "tee":
    case "partition":
      return split(world, spec, name);
    case "timeout":
      return { stage: timeout(MOMENT * 1_000_000), model: (line) => line };
    case "debounce":
      return { stage: debounce(MOMENT), model: nothing };
    case "sample":
      return { stage: sample(MOMENT), model: nothing };
    case "deaf":
      return deaf();
    case "through produce":
    case "through into":
      return through(world, spec.as);
  }
}

function catching(world: World, spec: WorkSpec, gives: LeafSpec | "nothing", name: string): Built {
  const above = [...world.works];
  const work = new Work(world, name, { ...spec, stalls: 0 });
  const leaf = gives === "nothing" ? undefined : valuesOf(world, gives, `the source of ${name}`);
  return {
    stage: catchError((error) => {
      if (!world.knows(error)) world.blame(`${name} caught ${error}`);
      const busy = above.find(({ busy }) => busy);
      if (busy !== undefined) world.blame(`${busy.name} still ran when ${name} caught its error (P3)`);
      return work.run(0, () => leaf && leafOf(world, leaf, world.ledger(`the source of ${name}`)));
    }),
    model: (line) => {
      const next = leaf && lineOf(leaf);
      const stalls = line.stalls || next?.stalls === true;
      const releases = [...line.releases, ...next?.releases ?? []];
      if (line.known === "sequence" && line.endings.every((ending) => !(ending instanceof Error))) {
        return { ...line, exact: line.exact && next === undefined, releases, stalls };
      }
      if (line.known !== "sequence" || !fails(line)) return nothing({ ...line, releases }, stalls);
      const demand = (asked: number) => asked > line.values.length ? Infinity : line.demand(asked);
      if (work.fate(0) === "fails") {
        return { ...line, exact: false, endings: [work.error(0)], demand, releases, stalls };
      }
      const { values, endings } = next ?? { values: [], endings: ["end" as const] };
      return { ...line, values: [...line.values, ...values], exact: false, endings, demand, releases, stalls };
    },
  };
}

function several(
  world: World,
  { as, of }: { readonly as: "compose" | "nested" | "called" | "piped"; readonly of: readonly StageSpec[] },
  name: string,
): Built {
  const built = of.map((spec, index) => build(world, spec, `${name}.${index}`));
  const stages = built.map(({ stage }) => stage);
  const model = (line: Line) => built.reduce((before, { model }) => model(before), line);
  // Called by hand, a foreign stage hides those in front of it: nobody can stop them but itself.
  const hides = of.some(({ as }) => ["greedy", "each", "leaves", "through produce", "through into"].includes(as));
  if (as === "called" && hides) return { stage: joined("nested", stages), model };
  if (as !== "compose") return { stage: joined(as, stages), model };
  return { stage: compose(...stages as unknown as [Stage<Value, Value>]), model };
}
