// The rooms of src, and who stands above whom: see ARCHITECTURE.md.
const levels: Readonly<Record<string, number>> = {
  core: 0,
  buffers: 1,
  time: 1,
  sync: 1,
  push: 1,
  flow: 2,
  stages: 3,
  share: 3,
  pressure: 4,
  web: 5,
  node: 5,
  trace: 5,
  remote: 5,
  brokers: 5,
  testing: 5,
};

/** Rooms of this level meet a platform, so each is an import path of its own. */
export const platformLevel = 5;

/** The room of `src/ROOM/file.ts`; the front door `src/mod.ts` has none. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The level of a file in src. The front door stands above all; a room nobody has placed is an error. */
export function levelOf(path: string): number {
  const room = roomOf(path);
  if (room === undefined) return Infinity;
  const level = levels[room];
  if (level === undefined) {
    throw new Error(`Cannot tell the level of ${path}: test/support/rooms.ts does not name the room "${room}"`);
  }
  return level;
}
