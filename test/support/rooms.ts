// The rooms of src, and which stands above which: see docs/architecture.md.
const levels: Readonly<Record<string, number>> = {
  core: 0,
  buffers: 1,
  time: 1,
  sync: 1,
  edges: 1,
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

/** The rooms within a room. Files that stand in the room itself are either below all of these, or above. */
const inner: Readonly<Record<string, number>> = {
  "core/engine": 0,
  "core/waiting": 1,
  "core/channel": 2,
  "core/select": 2,
  "flow/sources": 0,
  "stages/pull": 0,
  "stages/calls": 1,
  "pressure/limit": 0,
  "pressure/retry": 0,
  "pressure/breaker": 0,
  "pressure/elastic": 0,
  "pressure/pool": 0,
  "web/streams": 0,
  "web/reactive": 0,
  "web/socket": 0,
  "web/http": 0,
};

/** Rooms of this level meet a platform, so each is an import path of its own. */
export const platformLevel = 5;

/** The room of `src/ROOM/file.ts`; the front door `src/mod.ts` has none. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The room within a room, as "core/select"; undefined for a file that stands in the room itself. */
export function innerRoomOf(path: string): string | undefined {
  return /^src\/([^/]+\/[^/]+)\//.exec(path)?.[1];
}

/** The level of a file in src. The front door stands above all. A room without a level is an error. */
export function levelOf(path: string): number {
  const room = roomOf(path);
  return room === undefined ? Infinity : levelIn(levels, room, path);
}

/** The level of a file among the inner rooms of its room; undefined for a file that stands in the room itself. */
export function innerLevelOf(path: string): number | undefined {
  const room = innerRoomOf(path);
  return room === undefined ? undefined : levelIn(inner, room, path);
}

function levelIn(levels: Readonly<Record<string, number>>, room: string, path: string): number {
  const level = levels[room];
  if (level === undefined) {
    throw new Error(`Cannot tell the level of ${path}: test/support/rooms.ts does not name the room "${room}"`);
  }
  return level;
}
