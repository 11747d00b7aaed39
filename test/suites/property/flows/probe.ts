// A look between two stages: a link that passes everything on, counts it, and holds its neighbours to the protocol of
// links (see src/flow/link.ts).
import type { Stage } from "sluice";
import { END, type Link, type Poll, Step, WAIT } from "../../../../src/flow/link.ts";
import { stage } from "../../../../src/flow/stage.ts";
import { ticks } from "../../../support/test.ts";
import type { Built, Holding } from "./built.ts";
import type { Value, World } from "./world.ts";

/** A place between two stages. */
export class Border {
  passed = 0;
  private readonly world: World;
  private readonly name: string;
  /** The stage above it, and the place above that. */
  private readonly held: Holding | undefined;
  private readonly enough: number | undefined;
  private readonly before: Border | undefined;
  /** How many items have come out of that stage. */
  private out = 0;
  below: Border | undefined = undefined;

  constructor(world: World, name: string, before?: Border, built?: Built) {
    this.world = world;
    this.name = name;
    this.before = before;
    this.held = built?.holding;
    this.enough = built?.enough;
    if (before !== undefined) before.below = this;
  }

  get stage(): Stage<Value, Value> {
    return stage((up: Link<Value>) => new Probe(up, this));
  }

  pass(value: Value): void {
    this.passed++;
    if (this.held !== undefined) this.out += this.held.weight(value);
    this.check();
    this.below?.check();
    if (this.passed === this.enough) this.leaves();
  }

  /**
   * What went in has come out, was dropped, was handed to `onError`, or is in flight: never less than nothing, and never
   * more than the stage may hold (P1), in the middle as well as when it is left.
   */
  check(): void {
    if (this.held === undefined) return;
    if (this.inHand < 0) this.blame(`gave ${-this.inHand} items that it never got`);
    if (this.inHand > this.held.cap) this.blame(`holds ${this.inHand} items, more than ${this.held.cap} (P1)`);
  }

  private async leaves(): Promise<void> {
    await ticks(5);
    this.world.left(`${this.name} had its last value`);
  }

  /** At its end a stage has nothing left. */
  end(): void {
    if (this.held === undefined) return;
    if (this.inHand !== 0) this.blame(`kept ${this.inHand} items at its end`);
  }

  private get inHand(): number {
    return (this.before?.passed ?? 0) - this.out - (this.held?.dropped() ?? 0);
  }

  blame(what: string): void {
    this.world.blame(`${this.name} ${what}`);
  }
}

class Probe extends Step<Value, Value> {
  private readonly border: Border;
  private polling = false;
  private over = false;

  constructor(up: Link<Value>, border: Border) {
    super(up);
    this.border = border;
  }

  override poll(): Poll<Value> {
    if (this.polling) this.border.blame("was polled while a poll of it ran");
    if (this.over) this.border.blame("was polled after its end");
    this.polling = true;
    try {
      const value = this.up.poll();
      if (value === END) this.end();
      else if (value !== WAIT) this.border.pass(value);
      return value;
    } catch (error) {
      this.over = true;
      throw error;
    } finally {
      this.polling = false;
    }
  }

  private end(): void {
    this.over = true;
    if (!this.stopped) this.border.end();
  }
}

/** The stages with a look behind each, and before the first one. */
export function probed(world: World, built: readonly Built[]): { stages: Stage<Value, Value>[]; last: Border } {
  let last = new Border(world, "the source");
  const borders = [last];
  const stages = [last.stage];
  for (const [index, each] of built.entries()) {
    last = new Border(world, `stage ${index}`, last, each);
    borders.push(last);
    stages.push(each.stage, last.stage);
  }
  world.checks.push(() => borders.forEach((border) => border.check()));
  return { stages, last };
}
