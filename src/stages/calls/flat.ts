/**
 * Work that returns a source for each item, whose values are the results. An item is in work until its source has
 * ended.
 *
 * Holds: an item whose source is open is a running task, and has an entry in `opened`.
 */
import { all, END, type Exit, type Link, type Poll, WAIT, type Wakeable } from "../../flow/link.ts";
import { open } from "../../flow/sources/open.ts";
import type { ItemContext, Source } from "../../flow/types.ts";
import { Concurrent } from "./concurrent.ts";
import { Input, type Parent } from "../pull/input.ts";
import { RoundRobin } from "../pull/round-robin.ts";
import type { Task } from "./task.ts";
import { NONE } from "./work.ts";
import type { Checked } from "./working.ts";

type FlatTask<A, B> = Task<A, Source<B>>;

export class Flat<A, B> extends Concurrent<A, Source<B>, B> implements Parent<Opened<A, B>> {
  private readonly opened = new Map<FlatTask<A, B>, Opened<A, B>>();
  /** The turns of the sources in an unordered stage. */
  private readonly rotation = new RoundRobin<Opened<A, B>>();

  constructor(
    up: Link<A>,
    fn: (value: A, context: ItemContext) => Source<B> | PromiseLike<Source<B>>,
    checked: Checked<A>,
  ) {
    super(up, { fn, pick: () => NONE, onError: checked.onError }, checked);
  }

  override poll(): Poll<B> {
    for (;;) {
      this.fill();
      if (this.stopped) return END;
      const value = this.ordered ? this.fromFirst() : this.fromNext();
      if (value !== NONE) return value;
      if (!super.ready()) return WAIT;
      if (this.line.first === undefined) return this.ending();
      this.collect(this.line.shift());
      this.inHand--;
    }
  }

  stirred(each: Opened<A, B>): Wakeable | void {
    if (!this.has(each)) return; // it was left
    this.noticed(each);
    if (this.ready()) return this.down;
  }

  protected override ready(): boolean {
    return super.ready() || (this.ordered ? this.first?.holds === true : this.rotation.ready);
  }

  /**
   * Called when the function has returned a source: opens it, and pulls its first value. A source that comes too late
   * is released.
   */
  protected override worked(task: FlatTask<A, B>): void {
    if (task.state !== "done") return super.worked(task);
    task.state = "running"; // opening a source with getters runs user code, which may stop the pipeline
    try {
      const each = new Opened(open(task.result as Source<B>, "what fn returns"), this, task);
      this.opened.set(task, each);
      if (task.exit !== undefined) this.leave(each, task.exit);
      else if (each.pull() && this.has(each)) this.noticed(each);
    } catch (error) {
      this.fail(task, error);
    }
  }

  private has(each: Opened<A, B>): boolean {
    return this.opened.get(each.task) === each;
  }

  private get first(): Opened<A, B> | undefined {
    const { first } = this.line;
    return first && this.opened.get(first);
  }

  private fromFirst(): B | typeof NONE {
    const { first } = this;
    if (first === undefined || !(first.holds || first.pull()) || !this.has(first)) return NONE;
    return this.takeFrom(first);
  }

  private fromNext(): B | typeof NONE {
    for (;;) {
      const each = this.rotation.next();
      if (each === undefined) return NONE;
      if (!this.has(each)) continue; // it was left
      const value = this.takeFrom(each);
      if (value === NONE) continue;
      this.rotation.join(each);
      return value;
    }
  }

  private takeFrom(each: Opened<A, B>): B | typeof NONE {
    if (each.failure !== undefined) {
      this.broke(each, each.failure.error);
      return NONE;
    }
    const value = each.take();
    if (value !== END) return value;
    this.finish(each);
    return NONE;
  }

  /** In an ordered stage, a failure and an end take effect at once, out of turn. */
  private noticed(each: Opened<A, B>): void {
    if (!this.ordered) this.rotation.stirred(each);
    else if (each.failure !== undefined) this.broke(each, each.failure.error);
    else if (each.over) this.finish(each);
  }

  private finish({ task }: Opened<A, B>): void {
    this.opened.delete(task);
    task.state = "done";
    super.worked(task);
  }

  /** A source that has failed has nothing running. */
  private broke({ link, task }: Opened<A, B>, error: unknown): void {
    this.opened.delete(task);
    link.stop({ reason: error, failed: true });
    this.fail(task, error);
  }

  private leave({ link, task }: Opened<A, B>, exit: Exit): void {
    if (!this.opened.delete(task)) return; // the release may stop the pipeline, and so have come here first
    const stopping = link.stop(exit);
    const stopped = () => this.giveUp(task, exit);
    if (stopping === undefined) stopped();
    else stopping.then(stopped, stopped);
  }

  protected override abortAfter(index: number, exit: Exit): void {
    super.abortAfter(index, exit);
    for (const each of [...this.opened.values()]) if (each.task.index > index) this.leave(each, exit);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    const opened = [...this.opened.values()];
    const released = super.release(exit);
    return all([...opened.map(({ link }) => link.stop(exit)), released]);
  }
}

/** The open source of an item. */
class Opened<A, B> extends Input<B> {
  readonly task: FlatTask<A, B>;

  constructor(link: Link<B>, stage: Flat<A, B>, task: FlatTask<A, B>) {
    super(link, stage as Parent<never>);
    this.task = task;
  }
}
