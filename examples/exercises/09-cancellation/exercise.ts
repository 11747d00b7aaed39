import { type Flow, produce } from "sluice";

/**
 * `poll` asks again and again, and waits between. When its reader leaves, `wait` is not told, so the loop is left only
 * once the wait is over. Use the second argument of the task, `{ signal }`. Observe that a task that rejects because
 * its signal was aborted causes no error.
 */
export function poll(ask: () => string, wait: (options: { signal?: AbortSignal }) => Promise<void>): Flow<string> {
  return produce<string>(async (out) => {
    for (;;) {
      await out.send(ask());
      await wait({});
    }
  });
}

export interface File {
  readonly lines: Iterable<string>;
  close(): void;
}

/**
 * `linesOf` opens a file, sends its lines, and closes it; but not when its reader leaves early, because the waiting
 * `send` then rejects. Close the file in any case. Observe that the reader's loop is left only after that.
 */
export function linesOf(open: () => File): Flow<string> {
  return produce<string>(async (out) => {
    const file = open();
    await out.sendAll(file.lines);
    file.close();
  });
}
