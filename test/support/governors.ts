// Governors as others write them.
import type { AcquireOptions, Governor, Permit } from "sluice";

/** An `acquire` that waits. */
export interface Ask {
  readonly signal: AbortSignal | undefined;
  grant(): void;
  refuse(error: unknown): void;
}

/** Grants what the test says, when it says so, and pays no attention to signals. */
export class Stubborn implements Governor {
  /** All `acquire` calls so far. */
  readonly asks: Ask[] = [];
  /** What its permits were released with: `undefined` is a success. */
  readonly outcomes: unknown[] = [];
  /** How many permits are out. */
  held = 0;

  acquire(options?: AcquireOptions): Promise<Permit> {
    const signal = options?.signal;
    return new Promise((resolve, reject) => {
      this.asks.push({ signal, grant: () => resolve(this.permit()), refuse: reject });
    });
  }

  /** Counts every release, as it has no reason to expect two. */
  protected permit(): Permit {
    this.held++;
    const release = (error?: unknown) => {
      this.held--;
      this.outcomes.push(error);
    };
    return { release, [Symbol.dispose]: release };
  }

  with(): never {
    throw new Error("Nobody needs it");
  }

  wrap(): never {
    throw new Error("Nobody needs it");
  }
}

/** Grants everything at once. */
export class Generous extends Stubborn {
  override acquire(): Promise<Permit> {
    return Promise.resolve(this.permit());
  }
}
