// What bare engines lack of what the tests need; imported first in a bundle for them. The library does without all of it.
import * as ponyfill from "abortcontroller-polyfill/dist/cjs-ponyfill.js";

interface ErrorEvent {
  readonly error: unknown;
  preventDefault(): void;
}

type Listener = (event: ErrorEvent) => void;
type SetTimeout = (callback: () => void, milliseconds: number) => unknown;
type ClearTimeout = (timer: unknown) => void;

/** What the shells of QuickJS, JavaScriptCore and SpiderMonkey have, some of it under names of their own. */
interface Shell {
  AbortController?: unknown;
  AbortSignal?: unknown;
  addEventListener?: unknown;
  clearTimeout?: ClearTimeout;
  queueMicrotask?: unknown;
  setTimeout?: SetTimeout;
  readonly os?: { readonly setTimeout: SetTimeout; readonly clearTimeout: ClearTimeout };
  readonly quit?: () => void;
}

const shell = globalThis as unknown as Shell;
const { quit } = shell;

ponyfill.AbortSignal.abort ??= (reason?: unknown) => {
  const controller = new ponyfill.AbortController();
  controller.abort(reason);
  return controller.signal;
};
shell.AbortController ??= ponyfill.AbortController;
shell.AbortSignal ??= ponyfill.AbortSignal;
Object.assign(shell, timers(shell.os ?? shell), events());

/** Ends the shell, where it would wait for timers that cannot be cleared. */
export function leave(): void {
  quit?.();
}

/** Timers that are numbers: JavaScriptCore gives nothing and cannot clear them, SpiderMonkey's shell gives an object of its own. */
function timers({ setTimeout, clearTimeout }: Pick<Shell, "setTimeout" | "clearTimeout">): object {
  const armed = new Map<unknown, unknown>();
  let count = 0;
  return {
    setTimeout(callback: () => void, milliseconds = 0) {
      const id = ++count;
      armed.set(id, setTimeout?.(() => armed.delete(id) && callback(), milliseconds));
      return id;
    },
    clearTimeout(id: unknown) {
      if (armed.has(id)) clearTimeout?.(armed.get(id));
      armed.delete(id);
    },
  };
}

/** What a microtask throws becomes an event, as in browsers. */
function events(): object {
  const listeners: Listener[] = [];
  return {
    addEventListener(type: string, listener: Listener) {
      if (type === "error") listeners.push(listener);
    },
    async queueMicrotask(task: () => void) {
      await undefined;
      try {
        task();
      } catch (error) {
        for (const listener of listeners) listener({ error, preventDefault() {} });
      }
    },
  };
}
