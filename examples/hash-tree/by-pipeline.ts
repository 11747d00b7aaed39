import { fifo, group, type ItemContext, map, pipeline, produce, ticker } from "sluice";
import { crew, gauged } from "./gauge.ts";
import { hash } from "./hash.ts";
import type { Report } from "./main.ts";
import { type Hashed, unreadable } from "./result.ts";
import { count } from "./tally.ts";
import { walk } from "./walk.ts";

const HASHERS = 8;

/** One pipeline walks, hashes and adds up; a task beside it shows how far it is. They end together. */
export async function byPipeline(folder: string, { tally, display, interrupted }: Report): Promise<void> {
  const files = gauged("files", fifo<string>(64));
  const hashers = crew("hashers", HASHERS);
  tally.gauges.push(files, hashers);

  await group(async (g) => {
    using ticks = ticker(display.interval);
    g.go(({ signal }) => pipeline(ticks, { signal }).forEach(() => display.progress(tally)));

    await pipeline(
      produce((out) => walk(folder, out, refused), files),
      map((path, item) => hashers.run(() => read(path, item)), {
        concurrency: HASHERS,
        ordered: false,
        onError: refused,
      }),
      { signal: g.signal },
    ).forEach((file) => count(tally, file));
  }, { signal: interrupted });

  function read(path: string, item: ItemContext): Promise<Hashed> {
    return hash(folder, path, (bytes, index) => {
      if (index > 0) item.signal.throwIfAborted(); // made when it is looked at, and most files are one chunk
      count(tally, { kind: "chunk", bytes });
    });
  }

  async function refused(error: unknown, path: string): Promise<void> {
    const entry = unreadable(path, error);
    count(tally, entry);
    await display.unreadable(entry);
  }
}
