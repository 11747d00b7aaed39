// A look between two stages: a link that passes everything on, counts it, and holds its neighbours to the protocol of
// links (see src/flow/link.ts).
import type { Stage } from "sluice";
import { END, type Link, type Polled, Step, WAIT } from "../../../src/flow/link.ts";
import { stage } from "../../../src/flow/stage.ts";
import type { Built, Holding } from "./built.ts";
import type { Value, World } from "./world.ts";

/** A place between two stages. */
export class Border {
  passed = 0;
  private readonly world: World;
  private readonly name: string;
  /** The stage above it, and the place above that. */
  private readonly held: Holding | undefined;
  private readonly before: Border | undefined;
  /** How many items have come out of that stage. */
  private out = 0;
  below: Border | undefined = undefined;

  constructor(world: World, name: string, before: Border | undefined, held: Holding | undefined) {
    this.world = world;
    this.name = name;
    this.before = before;
    this.held = held;
    if (before !== undefined) before.below = this;
  }

  get stage(): Stage<Value, Value> {
    return stage((up: Link<Value>) => new Probe(up, this));
  }

  pass(value: Value): void {
    this.passed++;
    if (this.held !== undefined) this.out += this.held.weight(value);
    this.below?.check();
  }

  /** An item has gone in: never more than it may hold (P1). */
  private check(): void {
    if (this.held === undefined) return;
    if (this.inHand > this.held.cap) this.blame(`holds ${this.inHand} items, more than ${this.held.cap} (P1)`);
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

  override poll(): Polled<Value> {
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
  let last = new Border(world, "the source", undefined, undefined);
  const stages = [last.stage];
  for (const [index, { stage, holding }] of built.entries()) {
    last = new Border(world, `stage ${index}`, last, holding);
    stages.push(stage, last.stage);
  }
  return { stages, last };
}
