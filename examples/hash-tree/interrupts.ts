import process from "node:process";
import { channel, type Receiver } from "sluice";

/** Ctrl-C as a channel: gives the first one. After it, or once cancelled, the next meets the system's default, and kills. */
export function interrupts(): Receiver<string> {
  const signals = channel<string>(1, { name: "interrupts" });
  const listener = (signal: string) => void signals.trySend(signal);
  process.once("SIGINT", listener);
  signals.signal.addEventListener("abort", () => process.off("SIGINT", listener), { once: true });
  return signals;
}
