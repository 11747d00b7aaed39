import process from "node:process";
import { channel, type Receiver } from "sluice";

/** `npm start` passes on what the terminal has sent to all: one press of Ctrl-C then comes twice. In milliseconds. */
const SAME_PRESS = 200;

/**
 * Ctrl-C as a channel: gives the first one. A later one meets the system's default, and kills. The process stays as long
 * as the same press may come again, lest its second half kills what has just stopped cleanly.
 */
export function interrupts(): Receiver<string> {
  const signals = channel<string>(1, { name: "interrupts" });
  process.once("SIGINT", (signal) => {
    signals.trySend(signal);
    const again = () => {};
    process.on(signal, again);
    setTimeout(() => process.off(signal, again), SAME_PRESS);
  });
  return signals;
}
