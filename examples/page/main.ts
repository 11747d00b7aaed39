/** The page's two buttons mount the counter and unmount it; `status` says who waits for clicks. */
import { type Counter, mountCounter } from "./counter.ts";

const element = (id: string) => document.getElementById(id) as HTMLElement;
let counter: Counter | undefined;

element("mount").addEventListener("click", () => {
  counter ??= mountCounter(element("counter"));
  element("status").textContent = "mounted";
});
element("unmount").addEventListener("click", async () => {
  const gone = counter;
  counter = undefined;
  await gone?.unmount();
  const { waitingReceivers, waitingSenders } = gone?.clicks.stats ?? { waitingReceivers: 0, waitingSenders: 0 };
  element("status").textContent = `unmounted, ${waitingReceivers + waitingSenders} waiting`;
});
