// When things go on: whoever has to take its time asks for the next step of the program's schedule, round and round. No
// step is a length of time, so that a program does the same every time it runs.
import type { FakeTimers } from "../../../support/timers.ts";
import { ticks, turn } from "../../../support/test.ts";

/** How long timers of the library are: a step that lets time pass lets this much pass. */
export const MOMENT = 5;

export class Pace {
  /** How many things have gone on: as long as it grows, nothing hangs. */
  activity = 0;
  private position = 0;
  private readonly inside: { readonly at: number; readonly act: () => void }[] = [];
  private readonly steps: readonly number[];
  private readonly timers: FakeTimers;

  constructor(steps: readonly number[], timers: FakeTimers) {
    this.steps = steps;
    this.timers = timers;
  }

  /** Calls back inside the call of the function or source that is the so many-th. */
  within(activity: number, act: () => void): void {
    this.inside.push({ at: this.activity + activity, act });
  }

  /** Something goes on, at once. */
  stir(): void {
    this.activity++;
    for (const one of [...this.inside]) {
      if (one.at > this.activity) continue;
      this.inside.splice(this.inside.indexOf(one), 1);
      one.act();
    }
  }

  /** Something goes on: at once (0 to 2), after some ticks, after a turn of the event loop (8), or when time has passed. */
  step(): Promise<void> | undefined {
    this.stir();
    const step = this.steps[this.position++ % this.steps.length] ?? 0;
    if (step < 3) return undefined;
    return step < 8 ? ticks(step - 2) : this.turn(step === 9);
  }

  private async turn(passing: boolean): Promise<void> {
    await turn();
    if (passing) this.timers.pass(MOMENT);
    this.activity++;
  }
}
