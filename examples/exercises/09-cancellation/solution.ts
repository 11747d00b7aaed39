import { type Flow, produce } from "sluice";
import type { File } from "./exercise.ts";

export function poll(ask: () => string, wait: (options: { signal?: AbortSignal }) => Promise<void>): Flow<string> {
  return produce<string>(async (out, { signal }) => {
    for (;;) {
      await out.send(ask());
      await wait({ signal });
    }
  });
}

export function linesOf(open: () => File): Flow<string> {
  return produce<string>(async (out) => {
    const file = open();
    try {
      await out.sendAll(file.lines);
    } finally {
      file.close();
    }
  });
}
