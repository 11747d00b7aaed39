// Errors that nobody caught, by whichever of the two ways the engine reports them. Each is held until somebody asks:
// the harness asks after every test and fails the one during which it came, `expectUncaught` asks for the test itself.
import { onWorkerd, turn } from "./host.ts";

interface Process {
  on(event: string, listener: (error: unknown) => void): unknown;
}

interface ErrorLike {
  readonly error?: unknown;
  readonly reason?: unknown;
  preventDefault(): void;
}

interface Host {
  readonly process?: Process;
  readonly Deno?: unknown;
  readonly addEventListener?: (event: string, listener: (event: ErrorLike) => void) => void;
}

let held: unknown[] = [];

/** Starts to listen; called once, by the driver. */
export function watchUncaught(): void {
  const { process, addEventListener } = globalThis as Host;
  if (process && !hasEvents()) {
    process.on("uncaughtException", (error) => held.push(error));
    process.on("unhandledRejection", (error) => held.push(error));
    return;
  }
  const hold = (error: (event: ErrorLike) => unknown) => (event: ErrorLike) => {
    event.preventDefault();
    held.push(error(event));
  };
  addEventListener?.("error", hold((event) => event.error));
  addEventListener?.("unhandledrejection", hold((event) => event.reason));
}

/** Deno and workerd have a `process`, too, but tell it little. */
function hasEvents(): boolean {
  return onWorkerd || (globalThis as Host).Deno !== undefined;
}

/** The errors since the last call, after the engine had the turns it needs to report them. */
export async function takeUncaught(): Promise<unknown[]> {
  await turn();
  await turn();
  const taken = held;
  held = [];
  return taken;
}

/** Runs `body` and gives the errors that nobody caught meanwhile, in order. Those of before still fail the test. */
export async function expectUncaught(body: () => unknown): Promise<unknown[]> {
  const before = await takeUncaught();
  await body();
  const errors = await takeUncaught();
  held = [...before, ...held];
  return errors;
}
