/**
 * Gives the event loop its turn in a hot loop.
 *
 * Operations that follow one another without a real wait never leave the microtask queue, so timers, I/O and rendering
 * would starve. Every operation that ends therefore counts here, whether it had to wait or not, unless a signal ended its
 * wait: one may end very many. Now and then the clock is read. A *marker*, a task of the event loop, shows whether the
 * loop got its turn: when it has been pending for `PATIENCE` ms, the loop is starving, and each operation that ends now
 * waits for a turn.
 *
 * The primitives are taken at load, so that faked timers and a faked clock cannot stop it.
 */

/** Resolves at once. Shared by all that have nothing to say but "done". */
const done: Promise<void> = Promise.resolve();

/** How long the loop may starve, in milliseconds. */
const PATIENCE = 8;
/** How many operations may pass between two looks at the clock, at most. */
const LARGEST_BUDGET = 256;
/** The same, after the event loop had its turn: what continues there may be other, slower code. */
const FIRST_BUDGET = 16;

export const clock: () => number = Date.now;

type Globals = typeof globalThis & {
  readonly setImmediate?: (task: () => void) => unknown;
  readonly navigator?: { readonly userAgent?: string };
  readonly WorkerGlobalScope?: unknown;
};

const { navigator } = globalThis as Globals;
const setImmediate = takeImmediate();
/** Not read where they are not needed: Node 20 takes 2 ms to load `MessageChannel`. */
const { MessageChannel, setTimeout, WorkerGlobalScope } =
  (typeof setImmediate === "function" ? {} : globalThis) as Globals;

/**
 * On Deno, reading `setImmediate` loads the timers of Node: 3.6 of the 4 ms that an import took. So only its getter is taken
 * at load, which faked timers do not replace, and called when a turn is needed for the first time.
 */
function takeImmediate(): ((task: () => void) => unknown) | undefined {
  const get = Object.getOwnPropertyDescriptor(globalThis, "setImmediate")?.get;
  if (get === undefined || !("Deno" in globalThis)) return (globalThis as Globals).setImmediate;
  let taken: (task: () => void) => unknown;
  return (task) => (taken ??= get.call(globalThis))(task);
}

/**
 * Cloudflare's servers run each request for itself. What one has asked for, be it a task or a message, never comes once it
 * has ended; and one whose promise is resolved by another may be ended, as if it hung.
 */
const requestsApart = navigator?.userAgent === "Cloudflare-Workers";

/** After how many microtasks without a new operation we stop waiting for others of the same request. */
const GATHERING = 100;

let budgetSize = FIRST_BUDGET;
let budget = budgetSize;
let lastLook = 0;
/** Has the event loop not had its turn since it was asked for, at `markedAt`? */
let marked = false;
let markedAt = 0;
/** Those who wait for the next turn, while others may join them. */
let waitingForTurn: (() => void)[] | undefined;
/** For how long calls have gone on since the loop had its turn, although it starved. */
let overrun = 0;

/** A promise for an operation that is done: resolved, unless the event loop must have its turn first. */
export function completed(): Promise<void> {
  return starving() ? yieldToLoop() : done;
}

/** A promise for the result of an operation that is done: resolved, unless the event loop must have its turn first. */
export function resolved<R>(result: R | PromiseLike<R>): Promise<R> {
  return --budget > 0 ? Promise.resolve(result) : afterTurn(result);
}

/** Counts what is done without a promise of its own. */
export function spend(operations: number): void {
  budget -= operations;
}

function afterTurn<R>(result: R | PromiseLike<R>): Promise<R> {
  return new Promise((resolve) => wakeAfterTurn(resolve, result));
}

/** A rejection for an operation that is refused: at once, unless the event loop must have its turn first. */
export function failed(error: unknown): Promise<never> {
  return starving() ? new Promise((_, reject) => join(() => reject(error))) : Promise.reject(error);
}

/** What goes on inside a call, which is to do all that needs no waiting before it gives its promise. */
export interface Call {
  /** When the clock was looked at in it last: `undefined` before that, and `-Infinity` once the call has waited. */
  looked: number | undefined;
}

/** What is inside no call, or has waited. */
const nothing: Call = { looked: -Infinity };

/** For loops of our own: counts an operation, and says whether the loop must `yieldToLoop` now. */
export function starving(): boolean {
  return --budget <= 0 && starves();
}

/**
 * The same for several operations inside a call: what to wait for, if it must yield. It must only when such calls have
 * taken `PATIENCE` ms while the loop starved; until then what follows them waits. (Not one function with a default: by
 * that JavaScriptCore no longer knows that it subtracts numbers, which is 7 % of `maps:4`.)
 */
export function yieldWithin(call: Call, operations: number): Promise<void> | undefined {
  return (budget -= operations) <= 0 && starves(call) ? yieldToLoop() : undefined;
}

/** How many operations may pass before the clock is looked at; at least one. */
export function operationsLeft(): number {
  return Math.max(1, budget);
}

/**
 * Resolves an operation that waited: at once, unless the event loop must have its turn first. Two who hand things to each other may
 * both wait each time, woken by calls that are not awaited (`trySend`, `tryReceive`), so that none is ever done at once.
 */
export function wake<R>(resolve: (result: R) => void, result: R): void {
  if (--budget > 0) resolve(result);
  else wakeAfterTurn(resolve, result);
}

function wakeAfterTurn<R>(resolve: (result: R) => void, result: R): void {
  if (starves()) join(() => resolve(result));
  else resolve(result);
}

/** Reads the clock, and returns whether the caller has to wait for a turn of the loop. */
function starves(call = nothing): boolean {
  const now = clock();
  const passed = now - lastLook;
  // Where operations go with slow work, look more often; and be slow to trust that they are quick again.
  budgetSize = passed > PATIENCE / 4 ? Math.max(1, budgetSize >> 2) : Math.min(LARGEST_BUDGET, budgetSize * 2);
  budget = budgetSize;
  lastLook = now;
  const { looked = now - Math.min(passed, 1) } = call; // what went before a call is none of its time
  const inside = looked !== -Infinity;
  if (inside) call.looked = now;
  if (waitingForTurn === undefined) {
    if (!marked) {
      marked = soon !== undefined;
      markedAt = now;
      soon?.(turned);
      return false;
    }
    const waited = now - markedAt;
    if (waited >= 0 && waited < PATIENCE) return false;
  }
  budget = 0; // all wait until those go on: only what is inside a call overtakes them
  if (!inside) return true;
  overrun += Math.max(0, now - looked);
  return overrun >= PATIENCE;
}

/** Lets the loop have its turn. */
export function yieldToLoop(): Promise<void> {
  return new Promise(join);
}

/**
 * All go on in the same turn, and in the order in which they came, so that none is ahead of the others. Else senders
 * that did not wait would go on before the receivers that they woke, and find the buffer full from then on: by that,
 * `iterate:1` would take a fifth more on Node 20, and half as much again on Bun.
 */
function join(goOn: () => void): void {
  (waitingForTurn ??= gatherWaiting()).push(goOn);
}

function gatherWaiting(): (() => void)[] {
  const gathered: (() => void)[] = [];
  const inTurn = timersAreLate() ? byTimer : inNextTurn;
  inTurn(() => {
    if (waitingForTurn === gathered) waitingForTurn = undefined;
    turned();
    for (const goOn of gathered) goOn();
  });
  if (requestsApart) gather(gathered);
  return gathered;
}

/**
 * Leaves what comes in another task, which may be that of another request, to another turn. It cannot be seen when a task
 * ends, but it has not as long as microtasks follow.
 */
async function gather(gathered: (() => void)[]): Promise<void> {
  let size: number;
  do {
    size = gathered.length;
    for (let microtasks = 0; microtasks < GATHERING; microtasks++) await undefined;
  } while (gathered.length > size);
  waitingForTurn = undefined;
}

function turned(): void {
  marked = false;
  overrun = 0;
  if (waitingForTurn === undefined) budget = budgetSize = Math.min(budgetSize, FIRST_BUDGET);
}

/** Runs a task in a turn of its own of the event loop; where there is no such thing, at least not now. */
export function inNextTurn(task: () => void): void {
  if (soon !== undefined) soon(task);
  else done.then(task);
}

const byTimer = (task: () => void): void => void setTimeout(task, 0);
const byMessages = typeof MessageChannel === "function" && !requestsApart;
const soon: ((task: () => void) => unknown) | undefined = typeof setImmediate === "function"
  ? setImmediate
  : byMessages
  ? overMessages()
  : typeof setTimeout === "function"
  ? byTimer
  : undefined;

/**
 * WebKit's workers run timers only while no message waits, and so never in a hot loop whose turns come with messages. In
 * a worker each turn therefore sets a timer, too, and if that has not come by the next one, this comes with a timer. (A
 * page does without: in the background its timers come once a second.)
 */
function timersAreLate(): boolean {
  if (!byMessages || WorkerGlobalScope === undefined) return false;
  if (timing) return true;
  timing = true;
  byTimer(() => timing = false);
  return false;
}

let timing = false;

/** Browsers have no `setImmediate`, and delay nested timers by 4 ms; a message to oneself comes at once. */
function overMessages(): (task: () => void) => void {
  const tasks: (() => void)[] = [];
  let port: MessagePort | undefined;
  return (task) => {
    if (port === undefined) {
      const messages = new MessageChannel();
      messages.port1.onmessage = () => tasks.shift()?.();
      port = messages.port2;
    }
    tasks.push(task);
    port.postMessage(undefined);
  };
}
