/** A stage of a link that has several (`Serial`), and what takes an item through it. */
import type { Exit } from "../../flow/link.ts";
import { isThenable } from "../../flow/thenable.ts";
import { Item } from "../../flow/item.ts";
import { Task, type TaskOwner } from "./task.ts";
import { NONE, theResult, theValue, type Work, type WorkFunction } from "./work.ts";

/** What is in the hands of a chain of stages is of a type that only users know. */
export type AnyWork = Work<unknown, unknown, unknown>;

/** The work of one stage. */
export class FusedStage extends Task<unknown, unknown> {
  readonly fn: WorkFunction<unknown, unknown>;
  readonly pick: AnyWork["pick"];
  below: FusedStage | undefined = undefined;

  constructor(crew: TaskOwner<unknown, unknown>, { fn, pick, onError }: AnyWork) {
    super(crew, onError);
    this.fn = fn;
    this.pick = pick;
  }

  /** What comes of an item by what the function gave; `NONE` if nothing, or not yet. */
  after(value: unknown, result: unknown): unknown {
    const waits = isThenable(result); // user code, if `then` is a getter: it may stop the pipeline
    if (waits || this.exit !== undefined) return this.later(value, result, waits);
    this.index++;
    const { pick } = this;
    if (pick === theResult) return result;
    return pick === theValue ? value : pick(value, result);
  }

  /**
   * For work that must be waited for, or that has stopped the pipeline. Written out in `after`, of which an engine puts eight
   * into one function, it has `maps:4` take 666 instructions for an item on Node 20 instead of 483.
   */
  private later(value: unknown, result: unknown, waits: boolean): typeof NONE {
    this.take(value, this.index);
    if (waits) this.wait(result as PromiseLike<unknown>);
    else this.finish(result);
    return NONE;
  }

  /** Is the item that is here in work? An idle station has handed it to the function, further up in the call stack. */
  get works(): boolean {
    return this.state === "idle" || this.state === "running";
  }

  /** The work on the item is no longer wanted. */
  leave(exit: Exit): void {
    this.state = "running";
    this.abort(exit);
  }

  /** Makes room for the next item. */
  next(): void {
    this.clear();
    this.index++;
  }
}

/** What comes of an item at a stage. The function gets no hold of the stage by `this`. */
export function through(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}
