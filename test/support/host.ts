// What the engine offers beyond ECMAScript, taken at load: a test that fakes the timers must not stop its own watchdog.
// Everything here may be missing (a small shell has no timers at all), and then the harness does without.

interface Timer {
  unref?(): void;
}

interface Host {
  readonly setTimeout?: (callback: () => void, milliseconds: number) => unknown;
  readonly clearTimeout?: (timer: unknown) => void;
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly MessageChannel?: typeof globalThis.MessageChannel;
  readonly Deno?: { unrefTimer(timer: number): void };
  readonly navigator?: { readonly userAgent?: string };
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  readonly sluiceEffort?: number;
  /** See test/platforms/browsers/messages.ts. */
  readonly messagesSoFar?: () => () => boolean;
}

const host = globalThis as Host;

/** Cloudflare's runtime, some of whose streams do less than the standard says. */
export const onWorkerd: boolean = host.navigator?.userAgent === "Cloudflare-Workers";

/**
 * Which part of what is tried at random, or simulated, is enough here. Default 1: one runtime tries all of it, the others
 * some of the same.
 */
export function effort(): number {
  return host.sluiceEffort ?? Number(host.process?.env?.["SLUICE_EFFORT"] ?? 1);
}

const { setTimeout, clearTimeout, setImmediate, MessageChannel, Deno, messagesSoFar } = host;

/** Waits for `count` turns of the microtask queue. */
export async function ticks(count: number): Promise<void> {
  for (let turns = 0; turns < count; turns++) await undefined;
}

/** Waits for one task of the event loop; where there is none to be had, for a good many microtasks. */
export function task(): Promise<void> {
  if (setImmediate) return new Promise((resolve) => void setImmediate(resolve));
  if (MessageChannel) return message();
  if (setTimeout) return new Promise((resolve) => void setTimeout(resolve, 0));
  return ticks(100);
}

/**
 * Waits until the event loop has had its turn: for whatever the library asked of it before, and for what it asked of it
 * between the call and its next task, when a pause of the machine looked to it like a loop that starves.
 */
export function turn(): Promise<void> {
  if (setImmediate) return twoTasks();
  return MessageChannel ? messages() : task(); // a bare engine's timers take their time
}

async function twoTasks(): Promise<void> {
  await task();
  await task();
}

/**
 * Two messages at least, since one may overtake what the library has sent to itself before. If that takes long it is a
 * timer, which a worker of WebKit runs only while no message waits.
 */
async function messages(): Promise<void> {
  const arrived = messagesSoFar?.() ?? (() => true);
  for (let count = 0; count < 2 || !arrived(); count++) await (count < 50 ? message() : timer());
}

function timer(): Promise<void> {
  return new Promise((resolve) => void (setTimeout as typeof globalThis.setTimeout)(resolve, 0));
}

/** Resolved by the next message, first come, first served. */
const awaited: (() => void)[] = [];
let port: MessagePort | undefined;

/** Browsers have no `setImmediate`, and delay nested timers by 4 ms, which thousands of tests would feel. */
function message(): Promise<void> {
  if (port === undefined) {
    const { port1, port2 } = new (MessageChannel as typeof globalThis.MessageChannel)();
    port1.onmessage = () => awaited.shift()?.();
    port = port2;
  }
  return new Promise((resolve) => {
    awaited.push(resolve);
    port?.postMessage(undefined);
  });
}

/**
 * Calls back after so many milliseconds, unless the returned function is called first. It never keeps the process
 * alive: a test that waits for nothing must be seen to run out of work.
 */
export function alarm(milliseconds: number, callback: () => void): () => void {
  if (!setTimeout) return () => {};
  const timer = setTimeout(callback, milliseconds);
  if (typeof timer === "number") Deno?.unrefTimer(timer);
  else (timer as Timer).unref?.();
  return () => clearTimeout?.(timer);
}
