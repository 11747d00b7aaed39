// What an operation leaves behind on a signal.

/** A controller whose signal knows how many listeners it has. */
export interface Watched {
  readonly controller: AbortController;
  readonly signal: AbortSignal;
  readonly listeners: number;
}

/** A signal that counts its listeners. */
export function watchedSignal(): Watched {
  const controller = new AbortController();
  const { signal } = controller;
  const listening = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.defineProperties(signal, {
    addEventListener: {
      value(type: string, listener: EventListener, options?: AddEventListenerOptions) {
        listening.add(listener);
        add(type, listener, options);
      },
    },
    removeEventListener: {
      value(type: string, listener: EventListener) {
        listening.delete(listener);
        remove(type, listener);
      },
    },
  });
  return {
    controller,
    signal,
    get listeners() {
      return listening.size;
    },
  };
}
