// Whether operations that follow one another, and never really wait, leave the event loop its turn.
import { turn } from "./host.ts";

/** Does the event loop get its turn while this goes on and on, whatever comes of it? */
export async function breathes(operation: () => Promise<unknown>): Promise<boolean> {
  let turned = false;
  turn().then(() => turned = true);
  const until = Date.now() + 1000;
  for (let rounds = 0; !turned && (rounds < 10_000 || Date.now() < until); rounds++) await operation().catch(() => {});
  return turned;
}
