/**
 * What a trace knows: what happened, who did it, and who waits.
 *
 * Holds: while it runs, those that wait on its channels are among `waits`: all of them, or of more than the limit at
 * least so many that came last. It keeps nothing but texts of channels and values, and weak references to waiters, so that
 * it keeps none of them alive (C22); of splits see there.
 */
import { selectOf } from "../core/waiting/case-protocol.ts";
import { type Parked, waits } from "../core/waiting/wait-queue.ts";
import type { Split } from "../stages/pull/split.ts";
import { Log } from "./log.ts";
import { caller } from "./site.ts";
import { Splits } from "./splits.ts";
import { currentTask, type Task } from "./traced-task.ts";
import { Titles } from "./titles.ts";
import type {
  Actor,
  Outcome,
  StalledSplit,
  TracedChannel,
  TracedOperation,
  TraceEvent,
  TraceKind,
  WaitingOperation,
} from "./types.ts";
import { textOf } from "./value-text.ts";

/** A channel, as it stands when it tells of itself. */
export interface Telling {
  readonly traced: TracedChannel;
  readonly size: number;
}

/** A moment to which an event can be dated back that is known only later. */
export interface Moment {
  readonly place: number;
  readonly time: number;
  /** What makes the attempt that began then, if a select does. */
  readonly select?: Asking | undefined;
}

/** A select that has asked, on this line of the program, which of its cases are ready. */
interface Asking {
  readonly site: string | undefined;
  /** Those that may be ready. */
  readonly channels: Set<object>;
  /** One of them could not tell: then it tries all, also those that it has not asked. */
  unsure: boolean;
}

type Facts = Partial<Omit<TraceEvent, "sequence" | "kind" | "size">>;

const NO_FACTS = { value: undefined, select: undefined, wait: undefined, operation: undefined, outcome: undefined };

export class Recorder {
  running = true;
  private readonly limit: number;
  private readonly begun = clock();
  private readonly log: Log;
  private readonly channelTitles = new Titles();
  private readonly taskTitles = new Titles();
  private readonly titleOfTask = new WeakMap<Task, string>();
  private readonly splits = new Splits();
  private channels = 0;
  private selects = 0;
  private waitCount = 0;
  private readonly numberOfSelect = new WeakMap<object, number>();
  private readonly waitOf = new WeakMap<Parked, WaitingOperation>();
  /** Also of those that were collected since: what nobody can wake any more is just what one looks for. */
  private readonly waits = new Map<WaitingOperation, WeakRef<Parked>>();
  /** The select that was the last to ask, until something happens. */
  private asking: Asking | undefined = undefined;
  /** Who was woken last: a pipeline goes on for them while nobody of the program is on the stack. */
  private woken = "main";

  constructor(limit: number) {
    this.limit = limit;
    this.log = new Log(limit);
  }

  get events(): readonly TraceEvent[] {
    return this.log.events;
  }

  get waiting(): readonly WaitingOperation[] {
    if (!this.running) return [];
    const now = [...this.waits].filter(([, waiting]) => wantsSomething(waiting.deref()));
    return now.map(([wait]) => wait).slice(-this.limit);
  }

  get stalled(): readonly StalledSplit[] {
    return this.running ? this.splits.stalled : [];
  }

  /** Takes in a split that is being made. */
  joinSplit(split: Split): void {
    this.splits.add(split, this.actor().site);
  }

  /** Takes in a channel that is being made. */
  join(name: string | undefined, capacity: number): TracedChannel {
    const id = ++this.channels;
    const title = this.channelTitles.unique(name ?? `channel ${id}`);
    const actor = this.actor();
    const traced = { id, title, capacity, site: actor.site };
    this.tell("make", { traced, size: 0 }, actor);
    return traced;
  }

  moment(): Moment {
    return { place: this.log.place, time: clock() - this.begun };
  }

  /** Records what happened, before all that was recorded since the moment. */
  tell(kind: TraceKind, { traced, size }: Telling, facts: Facts, at: Moment = this.moment()): void {
    if (!this.running) return;
    const actor = facts.task === undefined ? this.actor() : undefined;
    const known = { ...NO_FACTS, select: this.numberOf(at.select), ...facts, ...actor };
    this.log.insert(at.place, { time: at.time, kind, channel: traced, size, ...known } as TraceEvent);
  }

  /** An operation begins to wait. */
  park(operation: TracedOperation, from: Telling, waiting: Parked, value: unknown): void {
    if (!this.running) return;
    const wait: WaitingOperation = {
      ...this.actor(),
      wait: ++this.waitCount,
      operation,
      channel: from.traced,
      value: operation === "send" ? textOf(value) : undefined,
      select: this.numberOf(selectOf(waiting) as object | undefined),
    };
    this.waitOf.set(waiting, wait);
    this.waits.set(wait, new WeakRef(waiting));
    if (this.waits.size >= 2 * this.limit) this.forgetOldest();
    this.tell("park", from, wait);
  }

  /** All but the newest that may be kept. */
  private forgetOldest(): void {
    for (const wait of [...this.waits.keys()].slice(0, -this.limit)) this.waits.delete(wait);
  }

  /** It has been served; `value` is what it received. */
  wake(from: Telling, waiting: Parked, outcome: Outcome, value: string | undefined, at: Moment | undefined): void {
    const wait = this.over(waiting);
    if (wait === undefined) return;
    this.woken = wait.task;
    this.tell("wake", from, { ...wait, value: value ?? wait.value, outcome }, at);
  }

  /** It waits no more, and nothing came of it. */
  leave(from: Telling, waiting: Parked): void {
    const wait = this.over(waiting);
    if (wait === undefined) return;
    this.tell("leave", from, wait);
  }

  /** Does it wait, as far as it was told? */
  knows(waiting: Parked): boolean {
    return this.waitOf.has(waiting);
  }

  private over(waiting: Parked): WaitingOperation | undefined {
    const wait = this.waitOf.get(waiting);
    if (!this.running || wait === undefined) return undefined;
    this.waits.delete(wait);
    return wait;
  }

  /** A number for what a select, or a loop of them, does. */
  private numberOf(select: object | undefined): number | undefined {
    if (select === undefined) return undefined;
    let number = this.numberOfSelect.get(select);
    if (number === undefined) this.numberOfSelect.set(select, number = ++this.selects);
    return number;
  }

  /** A case of a select is ready, or cannot tell: if that line of the program makes an attempt next, the select makes it. */
  asked(channel: object, unsure: boolean): void {
    const { site } = this.actor();
    if (this.asking?.site !== site) this.asking = undefined;
    this.asking ??= { site, channels: new Set(), unsure: false };
    this.asking.channels.add(channel);
    if (unsure) this.asking.unsure = true;
  }

  /** An attempt begins. */
  attempt(channel: object): Moment {
    const { asking } = this;
    this.asking = undefined;
    const isCase = asking !== undefined && (asking.unsure || asking.channels.has(channel));
    return { ...this.moment(), select: isCase && asking.site === this.actor().site ? asking : undefined };
  }

  /** Nothing came of the attempt: a select makes another one. */
  inVain({ select }: Moment): void {
    this.asking ??= select;
  }

  /** The title of the task that runs now, if it is one of its own and has a title. */
  get task(): string | undefined {
    const task = currentTask();
    return task && (task.name === "" ? this.titleOfTask.get(task) : this.titleOf(task, task.name));
  }

  private actor(): Actor {
    const frame = caller();
    const task = currentTask();
    const site = frame && `${frame.url}:${frame.line}`;
    if (task !== undefined) return { task: this.titleOf(task, task.name || frame?.name || "task"), site };
    return { task: frame === undefined ? this.woken : frame.name ?? "main", site };
  }

  private titleOf(task: Task, name: string): string {
    let title = this.titleOfTask.get(task);
    if (title === undefined) this.titleOfTask.set(task, title = this.taskTitles.unique(name));
    return title;
  }
}

/** An arm of a select loop that is between two rounds does not; one who was collected waits for ever. */
function wantsSomething(waiting: Parked | undefined): boolean {
  return waiting === undefined || waits(waiting);
}

/** Milliseconds. Looked up at each call, as every clock of the library (T1). */
function clock(): number {
  const { performance } = globalThis;
  return performance === undefined ? Date.now() : performance.now();
}
