// Sources of one and of many, each beside its model.
import { combineLatest, concat, type Flow, merge, pipeline, type Source, zip } from "sluice";
import { lineOf, valuesOf } from "./leaf.ts";
import { leafOf } from "./leaves.ts";
import { type Ending, type Line, nothing } from "./line.ts";
import type { LeafSpec, SourceSpec } from "./program.ts";
import { build } from "./stages.ts";
import type { Value, World } from "./world.ts";

export interface Opened {
  readonly source: Source<Value>;
  readonly line: Line;
  /** Tells the sources how many values are wanted of the line. */
  readonly limit: (wanted: () => number) => void;
  /** What was asked of a flow before it was given away. */
  readonly heads?: { readonly answers: readonly Promise<IteratorResult<Value>>[]; readonly line: Line };
}

export function sourceOf(world: World, spec: SourceSpec): Opened {
  switch (spec.as) {
    case "flow":
      return flow(world, spec);
    case "concat":
    case "merge":
    case "zip":
    case "combineLatest":
      return many(world, spec);
    default:
      return single(world, spec, "the source");
  }
}

function single(world: World, spec: LeafSpec, name: string): Opened {
  const leaf = valuesOf(world, spec, name);
  const ledger = world.ledger(name);
  ledger.main = true;
  const limit = (wanted: () => number) => void (ledger.limit = wanted);
  return { source: leafOf(world, leaf, ledger), line: lineOf(leaf), limit };
}

function flow(world: World, { of, stages, asked }: Extract<SourceSpec, { readonly as: "flow" }>): Opened {
  const inner = single(world, of, "the source of the source");
  const built = stages.map((stage, index) => build(world, stage, `inner stage ${index}`));
  const line = built.reduce((before, { model }) => model(before), inner.line);
  const chain = built.map(({ stage }) => stage) as unknown as [];
  const source: Flow<Value> = pipeline(inner.source, ...chain);
  const { limit } = inner;
  if (asked === 0) return { source, line, limit };
  const answers = Array.from({ length: asked }, () => source.next());
  for (const answer of answers) answer.catch(() => {});
  return { source, line: behind(line, asked), limit: () => {}, heads: { answers, line } };
}

/** What is left when the first ones were asked for. */
function behind(line: Line, asked: number): Line {
  const demand = () => Infinity;
  return line.known === "sequence"
    ? { ...line, values: line.values.slice(asked), exact: false, demand }
    : nothing(line);
}

function many(world: World, { as, of }: Extract<SourceSpec, { readonly of: readonly LeafSpec[] }>): Opened {
  const opened = of.map((spec, index) => single(world, spec, `source ${index}`));
  const lines = opened.map(({ line }) => line);
  const sources = opened.map(({ source }) => source);
  const whole: Line = {
    known: "nothing",
    values: lines.flatMap(({ values }) => values),
    endings: lines.flatMap(({ endings }) => endings),
    releases: lines.flatMap(({ releases }) => releases),
    exact: false,
    stalls: lines.some(({ stalls }) => stalls),
    demand: (asked) => asked,
  };
  const limit = (wanted: () => number) => opened.forEach(({ limit }) => limit(wanted));
  switch (as) {
    case "concat": {
      const last = lines.findIndex(({ endings }) => endings[0] !== "end");
      const read = last < 0 ? lines : lines.slice(0, last + 1);
      const values = read.flatMap(({ values }) => values);
      const endings: readonly Ending[] = read.at(-1)?.endings ?? ["end"];
      const line: Line = { ...whole, known: "sequence", values, endings };
      const before = lines.map((_, index) => lines.slice(0, index).reduce((sum, { values }) => sum + values.length, 0));
      const limits = (wanted: () => number) =>
        opened.forEach(({ limit }, index) => limit(() => Math.max(0, wanted() - (before[index] ?? 0))));
      return { source: concat(...sources), line, limit: limits };
    }
    case "merge": {
      const endings = whole.endings.filter((ending) => ending !== "end");
      const line: Line = { ...whole, known: "bag", endings: endings.length > 0 ? endings : ["end"] };
      return { source: merge(...sources), line, limit };
    }
    case "zip":
      return { source: zip(...sources), line: zipped(whole, lines), limit };
    case "combineLatest":
      return { source: combineLatest(...sources), line: nothing(whole), limit };
  }
}

/** Where the first one has no value, all others are left. */
function zipped(whole: Line, lines: readonly Line[]): Line {
  const length = Math.min(...lines.map(({ values }) => values.length));
  const values = Array.from({ length }, (_, index) => lines.map(({ values }) => values[index] as Value));
  const last = lines.filter(({ values }) => values.length === length).flatMap(({ endings }) => endings);
  const loud = last.filter((ending) => ending !== "stall");
  const endings: Ending[] = loud.length === 0 ? ["stall"] : loud;
  const left = endings.includes("end") ? [...endings, ...whole.releases] : endings;
  return { ...whole, known: "sequence", values, endings: left };
}
