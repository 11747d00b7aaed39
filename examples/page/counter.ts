/**
 * A component that counts clicks. It starts its loop when it is mounted, and ends it by a signal when it is unmounted:
 * after that nothing waits.
 */
import { type Channel, channel } from "sluice";
import { totals } from "./totals.ts";

/** What a mounted counter hands out. */
export interface Counter {
  readonly clicks: Channel<number>;
  /** Resolves when its loop has ended. */
  unmount(): Promise<void>;
}

export function mountCounter(element: HTMLElement): Counter {
  const clicks = channel<number>(16);
  const controller = new AbortController();
  const [button, output] = [document.createElement("button"), document.createElement("output")];
  button.textContent = "Click";
  output.textContent = "0 clicks";
  element.replaceChildren(button, output);
  button.addEventListener("click", () => void clicks.trySend(1), { signal: controller.signal });
  const loop = show(clicks, output, controller.signal);
  return {
    clicks,
    unmount() {
      controller.abort();
      element.replaceChildren();
      return loop;
    },
  };
}

async function show(clicks: Channel<number>, output: HTMLOutputElement, signal: AbortSignal): Promise<void> {
  try {
    for await (const text of totals(clicks, { signal })) output.textContent = text;
  } catch (error) {
    if (error !== signal.reason) throw error;
  }
}
