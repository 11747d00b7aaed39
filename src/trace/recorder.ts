/**
 * Records a trace: what happened, in which task, and which operations wait.
 *
 * Holds, while it runs: `waits` has the operations that wait on its channels; beyond the limit, at least the newest
 * `limit` of them. It keeps only texts of channels and values, and weak references to waiters, so that it keeps no
 * waiter alive (C22). For splits, see `Splits`.
 */
import { selectOf } from "../core/waiting/case-protocol.ts";
import { type Parked, waits } from "../core/waiting/wait-queue.ts";
import type { Split } from "../stages/pull/split.ts";
import { Log } from "./log.ts";
import { caller } from "./site.ts";
import { Splits } from "./splits.ts";
import { currentTask, type NamedTask } from "./traced-task.ts";
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

/** A channel in its present state. */
export interface Telling {
  readonly traced: TracedChannel;
  readonly size: number;
}

/** The time at which an operation began, for an event that is recorded later. */
export interface Moment {
  readonly place: number;
  readonly time: number;
  /** The select that makes the attempt, if there is one. */
  readonly select?: Asking | undefined;
}

/** A select that has asked, at this line of the program, which of its cases are ready. */
interface Asking {
  readonly site: string | undefined;
  /** The channels whose cases may be ready. */
  readonly channels: Set<object>;
  /** A case could not tell. The select then tries all cases, including those that it has not asked. */
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
  private readonly titleOfTask = new WeakMap<NamedTask, string>();
  private readonly splits = new Splits();
  private channels = 0;
  private selects = 0;
  private waitCount = 0;
  private readonly numberOfSelect = new WeakMap<object, number>();
  private readonly waitOf = new WeakMap<Parked, WaitingOperation>();
  /** Includes waiters that were collected since: an operation that can never be woken is what a user looks for. */
  private readonly waits = new Map<WaitingOperation, WeakRef<Parked>>();
  /** The select that last asked, until the next event. */
  private asking: Asking | undefined = undefined;
  /** The task woken last. A pipeline continues for it while no frame of the program is on the stack. */
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

  /** Adds a new split. */
  joinSplit(split: Split): void {
    this.splits.add(split, this.actor().site);
  }

  /** Adds a new channel. */
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

  /** Records an event, before all that were recorded since `at`. */
  tell(kind: TraceKind, { traced, size }: Telling, facts: Facts, at: Moment = this.moment()): void {
    if (!this.running) return;
    const actor = facts.task === undefined ? this.actor() : undefined;
    const known = { ...NO_FACTS, select: this.numberOf(at.select), ...facts, ...actor };
    this.log.insert(at.place, { time: at.time, kind, channel: traced, size, ...known } as TraceEvent);
  }

  /** Records that an operation begins to wait. */
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

  /** Forgets all waits but the newest. */
  private forgetOldest(): void {
    for (const wait of [...this.waits.keys()].slice(0, -this.limit)) this.waits.delete(wait);
  }

  /** Records that an operation was served; `value` is the value that it received. */
  wake(from: Telling, waiting: Parked, outcome: Outcome, value: string | undefined, at: Moment | undefined): void {
    const wait = this.over(waiting);
    if (wait === undefined) return;
    this.woken = wait.task;
    this.tell("wake", from, { ...wait, value: value ?? wait.value, outcome }, at);
  }

  /** Records that an operation stopped waiting without a result. */
  leave(from: Telling, waiting: Parked): void {
    const wait = this.over(waiting);
    if (wait === undefined) return;
    this.tell("leave", from, wait);
  }

  /** Whether the operation waits, as far as is recorded. */
  knows(waiting: Parked): boolean {
    return this.waitOf.has(waiting);
  }

  private over(waiting: Parked): WaitingOperation | undefined {
    const wait = this.waitOf.get(waiting);
    if (!this.running || wait === undefined) return undefined;
    this.waits.delete(wait);
    return wait;
  }

  /** The number of a select, or of a loop of selects. */
  private numberOf(select: object | undefined): number | undefined {
    if (select === undefined) return undefined;
    let number = this.numberOfSelect.get(select);
    if (number === undefined) this.numberOfSelect.set(select, number = ++this.selects);
    return number;
  }

  /**
   * Notes that a case is ready, or cannot tell. If the same line of the program makes the next attempt, the select
   * makes it.
   */
  asked(channel: object, unsure: boolean): void {
    const { site } = this.actor();
    if (this.asking?.site !== site) this.asking = undefined;
    this.asking ??= { site, channels: new Set(), unsure: false };
    this.asking.channels.add(channel);
    if (unsure) this.asking.unsure = true;
  }

  /** Begins an attempt. */
  attempt(channel: object): Moment {
    const { asking } = this;
    this.asking = undefined;
    const isCase = asking !== undefined && (asking.unsure || asking.channels.has(channel));
    return { ...this.moment(), select: isCase && asking.site === this.actor().site ? asking : undefined };
  }

  /** Notes that an attempt failed, so that the select makes another. */
  inVain({ select }: Moment): void {
    this.asking ??= select;
  }

  /** The title of the current task, if the task was started by `task`, `group` or `produce` and has a title. */
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

  private titleOf(task: NamedTask, name: string): string {
    let title = this.titleOfTask.get(task);
    if (title === undefined) this.titleOfTask.set(task, title = this.taskTitles.unique(name));
    return title;
  }
}

/** False for an arm of a select loop between two rounds. A waiter that was collected waits for ever. */
function wantsSomething(waiting: Parked | undefined): boolean {
  return waiting === undefined || waits(waiting);
}

/** The time in milliseconds. Looked up at each call, as every clock of the library (T1). */
function clock(): number {
  const { performance } = globalThis;
  return performance === undefined ? Date.now() : performance.now();
}
