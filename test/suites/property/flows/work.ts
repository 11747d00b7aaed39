// Functions for stages: what they do for each value, which they fail or stall for, and how that is watched.
import type { ItemContext, WorkOptions } from "sluice";
import { turn } from "../../../support/test.ts";
import { aborted } from "./senders.ts";
import type { Made, Manner } from "./line.ts";
import type { CrowdSpec, WorkSpec } from "./program.ts";
import { digest, type Value, type World } from "./world.ts";

/** What the function of a stage does with a value. */
export type Fate = "done" | "fails" | "stalls";

export class Work {
  /** How many items ended without a result. */
  dropped = 0;
  readonly name: string;
  private readonly world: World;
  private readonly spec: WorkSpec;
  private calls = 0;
  private running = 0;
  private limit = Infinity;
  private ordered = true;
  /** What the function throws is the end of the pipeline. */
  private fatal = true;
  /** What is in work. */
  private readonly items = new Map<number, ItemContext>();

  constructor(world: World, name: string, spec: WorkSpec) {
    this.world = world;
    this.name = name;
    this.spec = spec;
    world.works.push(this);
  }

  get busy(): boolean {
    return this.running > 0;
  }

  get error(): (value: Value) => Error {
    return (value) => this.world.error(`${this.name} fails for ${JSON.stringify(value)}`);
  }

  get mayStall(): boolean {
    return this.spec.stalls > 0 && this.spec.answers !== "at once";
  }

  /** What becomes of a value is the same however often it is asked. */
  fate(value: Value): Fate {
    const { fails, stalls } = this.spec;
    const number = digest(value) + 1;
    if (this.mayStall && number % stalls === 0) return "stalls";
    return fails > 0 && number % fails === 0 ? "fails" : "done";
  }

  /** The function over what it does. */
  over<R>(result: (value: Value) => R): (value: Value, context: ItemContext) => R | PromiseLike<R> {
    return (value, context) => {
      const { index } = context;
      this.items.set(index, context);
      if (index !== this.calls++) this.world.blame(`${this.name} got item ${index} as its ${this.calls}th (P2)`);
      return this.run(value, result, context);
    };
  }

  /** The same, for a function that is told nothing but the value. */
  run<R>(value: Value, result: (value: Value) => R, context?: ItemContext): R | PromiseLike<R> {
    const { answers } = this.spec;
    this.world.begin(this.name);
    if (++this.running > this.limit) this.world.blame(`${this.name} runs ${this.running} times at once (P2)`);
    if (answers === "at once") {
      try {
        this.world.pace.stir();
        if (this.fate(value) === "fails") throw this.failed(value, context);
        return result(value);
      } finally {
        this.finish(context);
      }
    }
    const promise = this.later(value, result, context);
    if (answers === "with a promise") return promise;
    return { then: (...handlers) => promise.then(...handlers) };
  }

  /** It asks for its signal first, or only when it wants to know. */
  private async later<R>(value: Value, result: (value: Value) => R, context: ItemContext | undefined): Promise<R> {
    try {
      const fate = this.fate(value);
      const { obeys, salt } = this.spec;
      if (salt % 2 === 0 && (obeys || fate === "stalls")) context?.signal;
      await this.world.pace.step();
      if (context !== undefined && fate === "stalls") {
        await aborted(context.signal);
        await this.world.pace.step();
      }
      if (obeys && context?.signal.aborted) throw context.signal.reason;
      if (fate === "fails") throw this.failed(value, context);
      return result(value);
    } finally {
      this.finish(context);
    }
  }

  private finish(context: ItemContext | undefined): void {
    if (context !== undefined) this.items.delete(context.index);
    this.running--;
    this.world.finish();
  }

  /** The error for a value. If that is the end of it all, later work is to be aborted by now, and the source left (P3). */
  private failed(value: Value, context: ItemContext | undefined): Error {
    if (context !== undefined && this.fatal) this.aborts(context.index);
    return this.error(value);
  }

  private async aborts(failed: number): Promise<void> {
    for (let turns = 0; turns < 3; turns++) await turn();
    this.world.left(`${this.name} had failed`);
    for (const [index, { signal }] of this.items) {
      if (!signal.aborted && (index > failed || !this.ordered)) {
        this.world.blame(`${this.name} was not aborted for item ${index} when item ${failed} failed (P3)`);
      }
    }
  }

  /** Its failures are not the end of the pipeline. */
  within(): this {
    this.fatal = false;
    return this;
  }

  /** The options of a stage, and how it goes about its items. */
  options(crowd: CrowdSpec, counts: boolean, shares = true): { options: WorkOptions<Value>; manner: Manner } {
    const { concurrency, ordered, permits } = crowd;
    const semaphore = concurrency === "own semaphore" || (concurrency === "shared semaphore" && !shares)
      ? this.world.semaphore(permits)
      : this.world.shared;
    this.limit = typeof concurrency === "number" ? concurrency : semaphore.permits;
    const crowded = { concurrency: typeof concurrency === "number" ? concurrency : semaphore.semaphore, ordered };
    const onError = this.handler(crowd);
    this.fatal = onError === undefined;
    this.world.governs ||= concurrency === "shared semaphore";
    this.ordered = ordered;
    return {
      options: onError === undefined ? crowded : { ...crowded, onError },
      manner: {
        ahead: typeof concurrency === "number" ? concurrency : semaphore.permits + 1,
        stateless: true,
        counts: counts && this.spec.fails === 0 && !this.mayStall,
      },
    };
  }

  private handler({ handler }: CrowdSpec): WorkOptions<Value>["onError"] {
    if (handler === "none") return undefined;
    const handle = (error: unknown, value: Value) => {
      if (!this.world.knows(error)) this.world.blame(`${this.name} failed with ${error}`);
      if (handler === "throws") throw this.handlerError(value);
      this.dropped++;
    };
    return (error, value) => {
      this.world.begin(`onError of ${this.name}`);
      if (handler === "skips later") return this.handleLater(() => handle(error, value));
      try {
        this.world.pace.stir();
        return handle(error, value);
      } finally {
        this.world.finish();
      }
    };
  }

  private async handleLater(handle: () => void): Promise<void> {
    try {
      await this.world.pace.step();
      handle();
    } finally {
      this.world.finish();
    }
  }

  handlerError(value: Value): Error {
    return this.world.error(`onError of ${this.name} throws for ${JSON.stringify(value)}`);
  }

  /** The model of it: what becomes of a value, if `make` is what the stage makes of it when all goes well. */
  made(make: (value: Value) => Made, handler: CrowdSpec["handler"] = "none"): (value: Value) => Made {
    return (value) => {
      const fate = this.fate(value);
      if (fate === "stalls") return { values: [], ending: "stall" };
      const made = fate === "done" ? make(value) : { values: [], ending: this.error(value) };
      if (!(made.ending instanceof Error) || handler === "none") return made;
      return handler === "throws" ? { ...made, ending: this.handlerError(value) } : { values: made.values };
    };
  }
}
