/** Replaces `src/core/engine/event-loop.ts` in a build that never yields to the event loop, to show what yielding costs. */

const done: Promise<void> = Promise.resolve();

export function completed(): Promise<void> {
  return done;
}

export function resolved<R>(result: R): Promise<R> {
  return Promise.resolve(result);
}

export function failed(error: unknown): Promise<never> {
  return Promise.reject(error);
}

export function starving(): boolean {
  return false;
}

export function yieldWithin(): Promise<void> | undefined {
  return undefined;
}

export function yieldToLoop(): Promise<void> {
  return done;
}

export function spend(_operations: number): void {}

export function operationsLeft(): number {
  return Infinity;
}

export function inNextTurn(task: () => void): void {
  setTimeout(task, 0);
}

export const clock: () => number = Date.now;

export function wake<R>(resolve: (result: R) => void, result: R): void {
  resolve(result);
}
