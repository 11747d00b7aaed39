// `select` and `selectLoop`. Which of several ready cases happens is the library's choice: the model is told.
import { failureOf, isLent, isOnce, isOver, isReady, type ModelCase, park, perform } from "./case.ts";
import {
  agrees,
  attempt,
  type End,
  type Failure,
  type Got,
  type Operation,
  type Outcome,
  Refusal,
  type Settled,
} from "./outcome.ts";
import { Party } from "./party.ts";
import type { Signal } from "./signal.ts";
import { Unpredictable, type World } from "./world.ts";

export interface GroupOptions {
  readonly signal: Signal | undefined;
  readonly priority: boolean;
}

abstract class ModelGroup extends Party {
  readonly signal: Signal | undefined;
  protected readonly cases: ModelCase[];
  private readonly keys: readonly (string | number)[];
  private readonly priority: boolean;

  constructor(world: World, cases: readonly ModelCase[], keys: readonly (string | number)[], options: GroupOptions) {
    super(world);
    this.cases = [...cases];
    this.keys = keys;
    this.signal = options.signal;
    this.priority = options.priority;
  }

  /** The cases of which the library may choose one now. */
  get choices(): number[] {
    const ready = this.cases.flatMap((given, index) => isReady(given) && this.gives(given) ? [index] : []);
    return this.priority ? ready.slice(0, 1) : ready;
  }

  /** Which of the choices did the library make? `undefined`: one that is not allowed. */
  chosen(choices: readonly number[], actual: Settled): number | undefined {
    return choices.find((index) => {
      const failure = failureOf(this.cases[index] as ModelCase);
      if (failure !== undefined) return agrees(failure, actual);
      return actual.fulfilled && this.keyOf(actual.value) === this.keys[index];
    });
  }

  /** Was it in line already, before those who come anew each round? */
  protected stands(_index: number): boolean {
    return false;
  }

  /** Does a ready case make a hit? */
  protected abstract gives(given: ModelCase): boolean;
  protected abstract keyOf(value: unknown): unknown;

  /**
   * Waits in all lines. If operations of the library ran meanwhile, the channels of those who have just come are put in
   * order afterwards.
   */
  protected wait(): void {
    if (this.signal) this.watch(this.signal);
    const refusal = attempt(() => {
      for (const standing of [true, false]) {
        for (const [index, given] of this.cases.entries()) {
          if (this.stands(index) === standing) park(given, this, index);
        }
      }
    });
    if (refusal instanceof Refusal) {
      this.leave();
      return this.failed(refusal.failure);
    }
    if (!this.cases.some(isLent)) return;
    for (const [index, given] of this.cases.entries()) {
      if ("channel" in given && !given.foreign && !this.stands(index)) this.world.atEnd(() => given.channel.letIn());
    }
  }

  protected hit(index: number, result: Got | End, looped: boolean): Outcome {
    return { is: "hit", key: this.keys[index] as string | number, result, looped };
  }
}

export class ModelSelect extends ModelGroup {
  private readonly operation: Operation;

  constructor(
    world: World,
    cases: readonly ModelCase[],
    keys: readonly (string | number)[],
    options: GroupOptions,
    operation: Operation,
  ) {
    super(world, cases, keys, options);
    this.operation = operation;
  }

  start(choices: readonly number[]): void {
    if (this.signal?.aborted) return this.failed({ is: "error", error: this.signal.reason });
    const [choice] = choices;
    if (choice === undefined) return this.wait();
    const result = attempt(() => perform(this.cases[choice] as ModelCase));
    if (result instanceof Refusal) this.failed(result.failure);
    else this.happened(choice, result);
  }

  happened(arm: number, result: Got | End): void {
    this.operation.expect(this.hit(arm, result, false));
  }

  failed(failure: Failure): void {
    this.operation.expect(failure);
  }

  protected gives(): boolean {
    return true;
  }

  protected keyOf(value: unknown): unknown {
    return (value as { key?: unknown } | undefined)?.key;
  }
}

/** A case as the program wrote it: a function is asked anew each round. */
export type LoopCase = ModelCase | (() => ModelCase);

export class ModelLoop extends ModelGroup {
  ended = false;
  private readonly given: readonly LoopCase[];
  private readonly unanswered: Operation[] = [];

  constructor(world: World, given: readonly LoopCase[], keys: readonly (string | number)[], options: GroupOptions) {
    super(world, given.map((one) => typeof one === "function" ? { is: "off" } : one), keys, options);
    this.given = given;
  }

  /** Will `next` look at the cases at once? */
  get idle(): boolean {
    return !this.ended && this.unanswered.length === 0 && !this.signal?.aborted;
  }

  /** Asks the functions, once a round. */
  ask(): void {
    for (const [index, one] of this.given.entries()) if (typeof one === "function") this.cases[index] = one();
  }

  /** `choices` are those of an idle loop that has asked. */
  next(operation: Operation, choices: readonly number[]): void {
    if (this.ended) return operation.expect({ is: "end" });
    const idle = this.unanswered.length === 0;
    this.unanswered.push(operation);
    if (!idle) return;
    if (this.signal?.aborted) return this.failed({ is: "error", error: this.signal.reason });
    this.round(choices);
  }

  return(): void {
    this.ended = true;
    this.leave();
    for (const operation of this.unanswered.splice(0)) operation.expect({ is: "end" });
  }

  /** It happened while the loop waited: the next round follows at the end of the step. */
  happened(arm: number, result: Got | End): void {
    this.take(arm, result);
    if (this.unanswered.length > 0) this.world.atLast(() => this.goOn());
  }

  /** The first who waits learns it, the others see the end. */
  failed(failure: Failure): void {
    this.unanswered.shift()?.expect(failure);
    this.return();
  }

  /** The first receive on each channel. */
  protected override stands(index: number): boolean {
    const receives = (one: LoopCase) =>
      typeof one !== "function" && one.is === "receive" && !one.foreign ? one.channel : undefined;
    const channel = receives(this.given[index] as LoopCase);
    return channel !== undefined && this.given.findIndex((one) => receives(one) === channel) === index;
  }

  protected gives(given: ModelCase): boolean {
    return !isOver(given);
  }

  protected keyOf(value: unknown): unknown {
    return (value as { value?: { key?: unknown } } | undefined)?.value?.key;
  }

  /** A round for the first who waits. If that need not wait, the next one follows what this one set going. */
  private goOn(): void {
    if (this.unanswered.length === 0) return;
    this.ask();
    const { choices } = this;
    if (choices.length > 1) throw new Unpredictable();
    if (!this.round(choices)) this.world.atLast(() => this.goOn());
  }

  /** True: it waits now. */
  private round([choice]: readonly number[]): boolean {
    for (const [index, given] of this.cases.entries()) if (isOver(given)) this.cases[index] = { is: "off" };
    if (choice === undefined) {
      if (this.cases.every(({ is }) => is === "off")) this.return();
      else this.wait();
      return true;
    }
    const result = attempt(() => perform(this.cases[choice] as ModelCase));
    if (result instanceof Refusal) this.failed(result.failure);
    else this.take(choice, result);
    return false;
  }

  private take(arm: number, result: Got | End): void {
    if (result.done) {
      this.cases[arm] = { is: "off" };
      return;
    }
    this.unanswered.shift()?.expect(this.hit(arm, result, true));
    if (isOnce(this.cases[arm] as ModelCase)) this.cases[arm] = { is: "off" };
  }
}
