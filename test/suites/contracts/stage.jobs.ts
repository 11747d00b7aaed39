// Work of a stage that ends when the test says so.
import * as assert from "uvu/assert";
import type { Flow, ItemContext } from "sluice";
import { calm, flowOf, numbers, type StageKind, type Working } from "./stage.kinds.ts";
import { asyncIterable, Script } from "./stage.sources.ts";

/** Work on one item. */
export interface Job {
  readonly value: unknown;
  readonly index: number;
  readonly signal: AbortSignal;
  finish(): void;
  fail(error: unknown): void;
}

/** All work of a stage, in the order in which it began. */
export class Jobs {
  readonly all: Job[] = [];
  running = 0;

  readonly work = (value: unknown, { index, signal }: ItemContext): Promise<void> => {
    this.running++;
    return new Promise<void>((resolve, reject) => {
      const finish = () => {
        this.running--;
        resolve();
      };
      const fail = (error: unknown) => {
        this.running--;
        reject(error);
      };
      this.all.push({ value, index, signal, finish, fail });
    });
  };

  at(index: number): Job {
    const job = this.all[index];
    if (job === undefined) throw new Error(`Cannot give job ${index}: only ${this.all.length} have begun`);
    return job;
  }

  /** Which of them are aborted. */
  get aborted(): boolean[] {
    return this.all.map(({ signal }) => signal.aborted);
  }

  finishFrom(index: number): void {
    for (const job of this.all.slice(index)) job.finish();
  }
}

/** A flow at work. */
export interface Begun {
  readonly jobs: Jobs;
  readonly flow: Flow<unknown>;
  readonly script: Script;
  /** The answer to its first pull. */
  readonly next: Promise<IteratorResult<unknown, undefined>>;
}

/** A flow that was pulled once, and does as much work as it may. */
export async function begun(
  kind: StageKind,
  working: Working,
  script: Script = new Script(numbers(20)),
  signal?: AbortSignal,
): Promise<Begun> {
  const jobs = new Jobs();
  const flow = flowOf({ ...kind, make: () => working.make(jobs.work) }, asyncIterable(script), { signal });
  const next = flow.next();
  await calm();
  assert.ok(jobs.running > 0);
  return { jobs, flow, script, next };
}
