import { channel, ticker } from "sluice";
import type { Report } from "../hash-tree/main.ts";
import { type Result, unreadable } from "../hash-tree/result.ts";
import { walk } from "../hash-tree/walk.ts";
import { collect } from "./collector.ts";
import { hasher } from "./hasher.ts";
import { measured } from "./measured.ts";

const HASHERS = 8;

/** A walker, hashers and a collector, and the channels between them. */
export async function bySelect(folder: string, report: Report): Promise<void> {
  const files = measured(channel<string>(64, { name: "files" }));
  const results = measured(channel<Result>(16, { name: "results" }));
  report.tally.gauges.push(files, results);
  using ticks = ticker(report.display.interval);

  const refused = (error: unknown, path: string) => results.send(unreadable(path, error));
  const walker = walk(folder, files, refused).finally(() => files.channel.close());
  const hashers = Array.from({ length: HASHERS }, () => hasher(folder, files.channel, results));
  const work = Promise.allSettled([...hashers, walker]).then((parts) => {
    results.channel.close(parts.find((part) => part.status === "rejected")?.reason);
  });

  try {
    await collect(results.channel, ticks, report);
  } finally {
    // Wakes whoever still waits or reads, and sees every file closed. Where all came to its end, it does nothing.
    for (const { channel } of [files, results]) channel.cancel();
    await work;
  }
}
