// Tasks and permits: what is inferred, and what a governor must be.
import {
  type AcquireOptions,
  type Case,
  type Got,
  type Governor,
  type Group,
  group,
  Mutex,
  type Permit,
  select,
  Semaphore,
  type TaskContext,
} from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

export async function aGroupGivesWhatItsBodyGives(): Promise<void> {
  const total = await group(async (g) => {
    const text = g.go(() => "text");
    const number = g.go(async ({ signal }) => {
      holds<Same<typeof signal, AbortSignal>>();
      return await Promise.resolve(1);
    });
    holds<Same<typeof text, Promise<string>>>();
    holds<Same<typeof number, Promise<number>>>();
    return (await text).length + await number;
  });
  holds<Same<typeof total, number>>();
  const plain = await group((g) => g.signal.aborted, { limit: 3, signal: some<AbortSignal | undefined>() });
  holds<Same<typeof plain, boolean>>();
  await group((g) => void g.go(() => {}), { limit: new Mutex() });
  await group(() => {}, { limit: some<number | Governor | undefined>() });
  // @ts-expect-error: a body must be a function
  await group(5);
  // @ts-expect-error: a limit is a number or a governor
  await group(() => {}, { limit: "3" });
  // @ts-expect-error: a task gets a context, and not a bare signal
  await group((g) => g.go((signal: AbortSignal) => signal.aborted));
  // @ts-expect-error: a task must be a function
  await group((g) => g.go(Promise.resolve()));
}

export async function aGovernorWithholdsNothingOfTheFunction(governor: Governor): Promise<void> {
  const result = await governor.with(({ signal }) => {
    holds<Same<typeof signal, AbortSignal>>();
    return Promise.resolve("text");
  });
  holds<Same<typeof result, string>>();
  const call = governor.wrap((text: string, options?: { readonly signal?: AbortSignal }) => use([text, options]));
  holds<
    Same<typeof call, (text: string, options?: { readonly signal?: AbortSignal }) => Promise<void>>
  >();
  // @ts-expect-error: the function gets a context, and not a bare signal
  await governor.with((signal: AbortSignal) => signal.aborted);
  // @ts-expect-error: the arguments are those of the function
  await call(5);
  const permit = await governor.acquire({ weight: 2, signal: undefined });
  holds<Same<typeof permit, Permit>>();
  permit.release(new Error("failed"));
  use<Disposable>(permit);
}

export async function permitsAreACase(semaphore: Semaphore): Promise<void> {
  const seat = semaphore.acquiring({ weight: 2 });
  holds<Same<typeof seat, Case<Got<Permit>>>>();
  const hit = await select({ seat });
  holds<Same<typeof hit.value, Permit>>();
  holds<Same<typeof hit.done, false>>();
  const tried = semaphore.tryAcquire();
  holds<Same<typeof tried, Permit | undefined>>();
  // @ts-expect-error: a case does not wait on a signal; the select does
  semaphore.acquiring({ signal: some<AbortSignal>() });
}

/** Classes implement what the library takes, with methods. */
export class Turnstile implements Governor {
  acquire(options?: AcquireOptions): Promise<Permit> {
    return new Semaphore(1).acquire(options);
  }

  with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: { readonly signal?: AbortSignal | undefined }) {
    return new Semaphore(1).with(fn, options);
  }

  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R> {
    return new Semaphore(1).wrap(fn);
  }
}

export class Team implements Group {
  readonly signal: AbortSignal = new AbortController().signal;

  async go<U>(task: (context: TaskContext) => U | PromiseLike<U>): Promise<U> {
    return await task(this);
  }
}

export function oneForTheOther(): void {
  use<Governor>(new Turnstile());
  use<Governor>(new Mutex());
  use<Semaphore>(new Mutex());
  // @ts-expect-error: a semaphore has no `locked`
  use<Mutex>(new Semaphore(1));
}
