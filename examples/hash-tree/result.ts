/** What hashers and the walker report. `path` is relative to the folder, with "/" between its parts. */
export type Result = Chunk | Hashed | Unreadable;

/** So many bytes were read: a large file is seen to go on. */
export interface Chunk {
  readonly kind: "chunk";
  readonly bytes: number;
}

/** A file was read to its end. */
export interface Hashed {
  readonly kind: "hashed";
  readonly path: string;
  readonly bytes: number;
  readonly hash: Uint8Array;
}

/** A file or folder is not there any more, or must not be read. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly path: string;
  readonly why: string;
}

/** What the file system refused is a result; any other error is ours, and goes on its way. */
export function unreadable(path: string, error: unknown): Unreadable {
  const why = codeOf(error);
  if (why === undefined) throw error;
  return { kind: "unreadable", path, why };
}

/** `ENOENT` and its like; nothing for errors that are not the system's. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

/** A name may hold anything, line feeds and terminal commands too; shown, it is one harmless line. */
export function quoted(path: string): string {
  const escaped = (char: string) => `\\u{${char.codePointAt(0)?.toString(16)}}`;
  return JSON.stringify(path).replace(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu, escaped);
}
