import process from "node:process";

/** `npm start` passes on what the terminal has sent to all: one press of Ctrl-C then comes twice. In milliseconds. */
const SAME_PRESS = 200;

/**
 * A signal that the first Ctrl-C aborts. A later one meets the system's default, and kills. The process stays as long as
 * the same press may come again, lest its second half kills what has just stopped cleanly.
 */
export function interrupts(): AbortSignal {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(() => process.off("SIGINT", listener), SAME_PRESS);
  };
  process.on("SIGINT", listener); // all the time: between two listeners a signal would kill
  return controller.signal;
}
