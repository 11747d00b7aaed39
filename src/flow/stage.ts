/**
 * Attaches a stage to a chain. A stage of this library creates a link. A foreign stage receives an iterator over the
 * links above, and its result is opened like any source.
 */
import { checkFunction } from "../core/engine/arguments.ts";
import { abortError } from "./abort-error.ts";
import { ChainIterator } from "./chain-iterator.ts";
import { EarlyEnd, ENOUGH } from "./early-end.ts";
import { all, END, type Exit, ignore, Link, type Poll, type Wakeable } from "./link.ts";
import { open } from "./sources/open.ts";
import { Opening } from "./sources/opening.ts";
import type { Source, Stage } from "./types.ts";

/** The key of the function by which a stage of this library creates its link below another. */
const attaching: unique symbol = Symbol("sluice.attach");

type Attach<A, B> = (up: Link<A>) => Link<B>;
type OwnStage<A, B> = Stage<A, B> & { readonly [attaching]: Attach<A, B> };

/** A stage that is a link. Called by foreign code, it is a pipeline of its own. */
export function stage<A, B>(attach: Attach<A, B>): Stage<A, B> {
  const own: Stage<unknown, B> = (input) => new ChainIterator(attachAll(open(input, "input"), [own]) as Link<B>);
  return Object.assign(own, { [attaching]: attach });
}

/** The link of a stage, below the last one. */
export function attach<A, B>(up: Link<A>, stage: Stage<A, B>): Link<B> {
  const { [attaching]: own } = stage as Partial<OwnStage<A, B>>;
  return own === undefined ? new ForeignStage(up, stage) : own(up);
}

/**
 * The last link of a chain with these stages. If one of them throws, such as a buffer that is used twice, `up` is
 * released.
 */
export function attachAll(up: Link<unknown>, stages: readonly Stage<unknown, unknown>[]): Link<unknown> {
  let last = up;
  try {
    for (const stage of stages) last = attach(last, stage);
    return last;
  } catch (error) {
    last.stop({ reason: error, failed: true })?.catch(ignore);
    throw error;
  }
}

/** Throws a `TypeError` unless all stages are functions. */
export function checkStages(stages: readonly unknown[]): void {
  for (const [index, stage] of stages.entries()) checkFunction(`stages[${index}]`, stage);
}

/** A stage of another library, called at the first pull. */
class ForeignStage<A, B> extends Link<B> implements Wakeable {
  private readonly up: Link<A>;
  private readonly stage: Stage<A, B>;
  private input: ChainIterator<A> | undefined = undefined;
  private readonly opening = new Opening();
  private output: Link<B> | undefined = undefined;
  private leaving: EarlyEnd | undefined = undefined;

  constructor(up: Link<A>, stage: Stage<A, B>) {
    super();
    this.up = up;
    this.stage = stage;
  }

  wake(): Wakeable {
    return this.down;
  }

  override poll(): Poll<B> {
    if (this.leaving !== undefined) return this.leaving.poll();
    if (this.stopped) return END;
    const input = this.input ??= new ChainIterator(this.up);
    const output = this.output ??= this.call(input);
    if (output === undefined) return END;
    const value = output.poll();
    if (value !== END) return value;
    // The stage may have left its input without closing it.
    this.leaving = new EarlyEnd(input.halt(ENOUGH), this);
    return this.leaving.poll();
  }

  private call(input: AsyncIterable<A>): Link<B> | undefined {
    const { stage } = this;
    const begin = () => open(stage(input) as Source<B>, "what a stage returns");
    const output = this.opening.run(begin, (link, exit) => link.stop(exit));
    if (output !== undefined) output.down = this;
    return output;
  }

  /** A stage that waits for its input must not mistake this for the end, and its data for complete. */
  protected override release(exit: Exit): Promise<void> | undefined {
    const { output, input } = this;
    if (input === undefined) return this.up.stop(exit);
    const { reason = abortError() } = exit; // one reason for all: `produce` knows by it that a task obeyed
    const left = { ...exit, reason };
    const halted = input.halt(left, { error: reason });
    return all([output?.stop(left), this.opening.stop(left), halted]);
  }
}
