// Whether what the consumer was told agrees with the model.
import type { Told } from "./consumers.ts";
import { type Line, sorted } from "./line.ts";
import type { Program } from "./program.ts";
import type { Value, World } from "./world.ts";

/** What somebody got who asked for a value now and then. */
export interface Got {
  readonly values: readonly Value[];
  readonly errors: readonly unknown[];
}

export interface Evidence {
  readonly program: Program;
  readonly line: Line;
  readonly told: Told;
  readonly stolen: Got;
  /** What all calls of `next()` got, in order. */
  readonly calls: Got;
  /** What was asked of the first flow before it was given away. */
  readonly head: { readonly got: Got; readonly line: Line } | undefined;
}

export function judge(world: World, { program, line, told, stolen, calls, head }: Evidence): void {
  const verdict = new Verdict(world, line);
  const errors = [...world.others, ...stolen.errors, ...typeof told.ending === "object" ? [told.ending.error] : []];
  for (const error of errors) verdict.error(error);
  const own = errors.filter((error) => line.endings.includes(error as Error));
  const ended = told.ending === "end" && errors.length === 0 && !world.exits.any;
  const failed = line.known === "sequence" && own.length > 0 && !line.releases.includes(own[0] as Error);
  const whole = ended || (failed && !world.exits.closed); // the reader of a channel may have left before
  if (ended) verdict.end();
  if (told.values !== undefined) verdict.values(told.values, stolen.values, whole);
  else if (ended && told.count !== undefined) verdict.count(told.count + stolen.values.length);
  const { leaves, as } = program.consumer;
  if (as === "next" || as === "several") verdict.values(calls.values, [], false);
  if (told.ending === "left" && as !== "several" && as !== "into" && told.values?.length !== leaves) {
    world.blame(`it left after ${told.values?.length} values instead of ${leaves}`);
  }
  if (head === undefined) return;
  const first = new Verdict(world, head.line);
  for (const error of head.got.errors) if (!world.knows(error)) first.error(error);
  if (head.line.known === "sequence") first.values(head.got.values, [], false);
}

class Verdict {
  private readonly world: World;
  private readonly line: Line;

  constructor(world: World, line: Line) {
    this.world = world;
    this.line = line;
  }

  /** Is it the one that the chain fails with, or does it come from an exit? */
  error(error: unknown): void {
    const { world, line } = this;
    const { known, endings, releases, values } = line;
    if (endings.includes(error as Error)) return;
    if (world.exits.any && (world.exits.allow(error) || releases.includes(error as Error))) return;
    if (known === "nothing" && world.knows(error)) return;
    const expected = endings.map(String).join(" or ");
    world.blame(`it failed with ${error} where ${expected} comes after ${values.length} values (P3)`);
  }

  end(): void {
    const { known, endings } = this.line;
    if (known !== "nothing" && !endings.includes("end")) {
      this.world.blame(`it ended where ${endings.map(String).join(" or ")} comes (P3)`);
    }
  }

  count(count: number): void {
    const { known, values: { length } } = this.line;
    if (known !== "nothing" && count !== length) this.world.blame(`it gave ${count} values instead of ${length}`);
  }

  /** Not all of them, if it was left early or is mixed and failed; but then the first ones. */
  values(own: readonly Value[], stolen: readonly Value[], whole: boolean): void {
    const { known, values } = this.line;
    const all = [...own, ...stolen];
    if (whole) this.count(all.length);
    switch (known) {
      case "sequence": {
        const expected = values.slice(0, all.length);
        const same = stolen.length === 0
          ? JSON.stringify(all) === JSON.stringify(expected)
          : within(expected, own) && within(expected, stolen) && includes(expected, all);
        if (!same) this.blame(all, expected);
        break;
      }
      case "bag":
        if (!includes(values, all)) this.blame(all, values);
        break;
      case "count":
        if (all.length > values.length) this.count(all.length);
        break;
      case "nothing":
    }
  }

  private blame(values: readonly Value[], expected: readonly Value[]): void {
    this.world.blame(`it gave ${JSON.stringify(values)} where ${JSON.stringify(expected)} comes`);
  }
}

/** Are these among those, in whatever order? */
function includes(those: readonly Value[], these: readonly Value[]): boolean {
  const rest = sorted(those);
  for (const one of sorted(these)) {
    const index = rest.indexOf(one);
    if (index < 0) return false;
    rest.splice(index, 1);
  }
  return true;
}

/** The same, in this order. */
function within(those: readonly Value[], these: readonly Value[]): boolean {
  let index = 0;
  for (const one of those) {
    if (index < these.length && JSON.stringify(one) === JSON.stringify(these[index])) index++;
  }
  return index === these.length;
}
