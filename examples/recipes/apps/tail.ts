// `tail -f` into SQLite: new lines of a log file, in batches of up to 500 lines or one second. Each batch is a transaction,
// which also stores the position in the file. So a restart continues after the last commit.
import { open } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { batch, type Flow, pipeline, produce, sleep } from "sluice";

export interface Line {
  readonly text: string;
  /** The position in the file behind it, in bytes. */
  readonly end: number;
}

/** The lines of a file after a position, then those that are appended. The flow does not end. */
export function tail(path: string, from = 0, interval = 100): Flow<Line> {
  return produce<Line>(async (out, { signal }) => {
    await using file = await open(path);
    const chunk = Buffer.alloc(65_536);
    let [position, rest] = [from, Buffer.alloc(0)];
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) {
        await sleep(interval, { signal });
        continue;
      }
      position += bytesRead;
      rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        const text = rest.toString("utf8", 0, end); // a whole line: no character is cut in two
        rest = rest.subarray(end + 1);
        await out.send({ text, end: position - rest.length });
      }
    }
  });
}

/** Stores the lines of a log file until the signal aborts. Each line is stored once, even after a restart. */
export async function follow(log: string, database: string, signal: AbortSignal): Promise<void> {
  using db = new DatabaseSync(database);
  db.exec(`
    CREATE TABLE IF NOT EXISTS lines (end INTEGER PRIMARY KEY, text TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS progress (log TEXT PRIMARY KEY, end INTEGER NOT NULL);
  `);
  const insert = db.prepare("INSERT INTO lines (end, text) VALUES (?, ?)");
  const note = db.prepare("INSERT INTO progress VALUES (?, ?) ON CONFLICT (log) DO UPDATE SET end = excluded.end");
  const known = db.prepare("SELECT end FROM progress WHERE log = ?").get(log);

  await pipeline(tail(log, Number(known?.end ?? 0)), batch(500, { within: 1_000 }), { signal }).forEach((lines) => {
    db.exec("BEGIN");
    try {
      for (const { text, end } of lines) insert.run(end, text);
      note.run(log, lines.at(-1)?.end ?? 0);
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  });
}
