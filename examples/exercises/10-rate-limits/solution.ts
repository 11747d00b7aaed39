import { retry, Semaphore } from "sluice";

export function careful(fetchPage: (path: string) => Promise<string>): (path: string) => Promise<string> {
  const twoAtOnce = new Semaphore(2);
  // Each attempt takes a permit. With `retry` inside, a call would keep its permit while it waits for its next attempt.
  return (path) => retry(() => twoAtOnce.with(() => fetchPage(path)), { attempts: 3, delay: 1 });
}
