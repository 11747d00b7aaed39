// Whoever reads one branch, and what it got.
import type { Flow } from "sluice";

/** What a program does with any of them. */
export type Acting = Pick<Party<never>, "pull" | "read" | "leave" | "left">;

export class Party<T> {
  readonly taken: T[] = [];
  readonly failures: unknown[] = [];
  /** How many of its `next()` calls were not answered, and how many there were. */
  waiting = 0;
  pulls = 0;
  /** It was told the end. */
  ended = false;
  left = false;
  /** It asks on, whatever comes. */
  private greedy = false;
  private readonly flow: Flow<T>;
  private readonly onValue: (value: T) => void;

  constructor(flow: Flow<T>, onValue: (value: T) => void = () => {}) {
    this.flow = flow;
    this.onValue = onValue;
  }

  /** It has not left, nor been told that nothing more comes. */
  get stays(): boolean {
    return !this.left && !this.ended && this.failures.length === 0;
  }

  pull(): void {
    this.pulls++;
    this.waiting++;
    this.flow.next().then(({ done, value }) => {
      this.waiting--;
      if (done) this.ended = true;
      else this.take(value);
    }, (error) => {
      this.waiting--;
      this.failures.push(error);
    });
  }

  /** Reads to the end from now on. */
  read(): void {
    this.greedy = true;
    if (this.stays && this.waiting === 0) this.pull();
  }

  /** Too late, it changes nothing. */
  leave(): Promise<void> {
    this.left ||= this.stays;
    return this.flow.cancel();
  }

  private take(value: T): void {
    this.taken.push(value);
    this.onValue(value);
    if (this.greedy) this.read();
  }
}
