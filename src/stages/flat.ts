/**
 * Work that gives a source for each item, whose values are what comes out. An item is in work until its source has ended.
 *
 * Holds: an item whose source is open is a running task, and has its place in `inners`.
 */
import { all, END, type Exit, type Link, type Polled, rouse, WAIT, type Wakeable } from "../flow/link.ts";
import { open } from "../flow/open.ts";
import type { ItemContext, Source } from "../flow/types.ts";
import { Concurrent } from "./concurrent.ts";
import { Inner, type Reader } from "./inner.ts";
import { Rotation } from "./rotation.ts";
import type { Task } from "./task.ts";
import { NONE } from "./work.ts";
import type { Checked } from "./working.ts";

type FlatTask<A, B> = Task<A, Source<B>>;

export class Flat<A, B> extends Concurrent<A, Source<B>, B> implements Reader<Branch<A, B>> {
  private readonly branches = new Map<FlatTask<A, B>, Branch<A, B>>();
  /** Whose turn it is, in a stage that is not ordered. */
  private readonly rotation = new Rotation<Branch<A, B>>();

  constructor(
    up: Link<A>,
    fn: (value: A, context: ItemContext) => Source<B> | PromiseLike<Source<B>>,
    checked: Checked<A>,
  ) {
    super(up, { fn, pick: () => NONE, onError: checked.onError }, checked);
  }

  override poll(): Polled<B> {
    for (;;) {
      this.fill();
      if (this.stopped) return END;
      const value = this.ordered ? this.fromFirst() : this.fromNext();
      if (value !== NONE) return value;
      if (!super.ready()) return WAIT;
      if (this.line.size === 0) return this.ending();
      this.collect(this.line.shift());
      this.inHand--;
    }
  }

  stirred(branch: Branch<A, B>): Wakeable | void {
    if (!this.has(branch)) return; // it was left
    this.noticed(branch);
    if (this.ready()) return this.down;
  }

  protected override ready(): boolean {
    return super.ready() || (this.ordered ? this.first?.holds === true : this.rotation.ready);
  }

  /** The function gave a source: opens it, and asks for its first value. One that comes too late is released. */
  protected override worked(task: FlatTask<A, B>): void {
    if (task.state !== "done") return super.worked(task);
    try {
      const branch = new Branch(open(task.result as Source<B>, "what fn returns"), this, task);
      this.branches.set(task, branch);
      task.state = "running";
      if (task.exit !== undefined) this.leave(branch, task.exit);
      else if (branch.pull() && this.has(branch)) this.noticed(branch);
    } catch (error) {
      this.fail(task, error);
    }
  }

  private has(branch: Branch<A, B>): boolean {
    return this.branches.get(branch.task) === branch;
  }

  private get first(): Branch<A, B> | undefined {
    return this.line.size > 0 ? this.branches.get(this.line.first) : undefined;
  }

  private fromFirst(): B | typeof NONE {
    const { first } = this;
    return first !== undefined && (first.holds || first.pull()) ? this.takeFrom(first) : NONE;
  }

  private fromNext(): B | typeof NONE {
    for (;;) {
      const branch = this.rotation.next();
      if (branch === undefined) return NONE;
      if (!this.has(branch)) continue; // it was left
      const value = this.takeFrom(branch);
      if (value === NONE) continue;
      this.rotation.join(branch);
      return value;
    }
  }

  private takeFrom(branch: Branch<A, B>): B | typeof NONE {
    if (branch.failure !== undefined) {
      this.broke(branch, branch.failure.error);
      return NONE;
    }
    const value = branch.take();
    if (value !== END) return value;
    this.branches.delete(branch.task);
    branch.task.state = "done";
    super.worked(branch.task);
    return NONE;
  }

  /** A failure of an ordered stage stops what comes after it at once, not only when its turn has come. */
  private noticed(branch: Branch<A, B>): void {
    if (!this.ordered) this.rotation.stirred(branch);
    else if (branch.failure !== undefined) this.broke(branch, branch.failure.error);
  }

  private broke({ link, task }: Branch<A, B>, error: unknown): void {
    if (!this.branches.delete(task)) return;
    const stopping = link.stop({ reason: error, failed: true });
    if (stopping === undefined) return this.fail(task, error);
    const stopped = () => {
      this.fail(task, error);
      if (this.ready()) rouse(this.down);
    };
    stopping.then(stopped, stopped);
  }

  private leave({ link, task }: Branch<A, B>, exit: Exit): void {
    if (!this.branches.delete(task)) return;
    const stopping = link.stop(exit);
    const stopped = () => this.giveUp(task, exit);
    if (stopping === undefined) stopped();
    else stopping.then(stopped, stopped);
  }

  protected override abortAfter(index: number, exit: Exit): void {
    super.abortAfter(index, exit);
    for (const branch of [...this.branches.values()]) if (branch.task.index > index) this.leave(branch, exit);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    const branches = [...this.branches.values()];
    const released = super.release(exit);
    return all([...branches.map(({ link }) => link.stop(exit)), released]);
  }
}

/** The open source of an item. */
class Branch<A, B> extends Inner<B> {
  readonly task: FlatTask<A, B>;

  constructor(link: Link<B>, stage: Flat<A, B>, task: FlatTask<A, B>) {
    super(link, stage as Reader<never>);
    this.task = task;
  }
}
