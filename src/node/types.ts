/**
 * What of Node is taken and given. Taken: any object of this shape. Given: Node's own types where they are there, and
 * otherwise, so that nobody needs them to compile, what we know of them.
 *
 * @module
 */

/** Any module of Node, by the type of `process.getBuiltinModule`: no import is needed to find it. */
export type NodeModule = typeof globalThis extends
  { process: { getBuiltinModule: { (id: never): infer Module; (id: string): object | undefined } } } ? Module
  : unknown;

/** An instance of the class of that name in whichever of the modules has it. */
export type NodeInstance<Module, Name extends string> = Module extends
  { readonly [Key in Name]: new (...given: never) => infer Instance } ? Instance : never;

/** Node's `Readable`. */
export type NodeReadable = [NodeInstance<NodeModule, "Readable">] extends [never] ? ReadableLike
  : NodeInstance<NodeModule, "Readable">;

/** Node's `Writable`. */
export type NodeWritable = [NodeInstance<NodeModule, "Writable">] extends [never] ? WritableLike
  : NodeInstance<NodeModule, "Writable">;

/** Node's `Buffer`. */
export type NodeBuffer = typeof globalThis extends { Buffer: { alloc(size: number): infer Bytes } } ? Bytes
  : Uint8Array;

/** What is known of a `Readable` without Node's types. */
export interface ReadableLike extends AsyncIterable<unknown> {
  /** It ended, failed or was left. */
  readonly destroyed: boolean;
  /** The next chunk, or `null` when there is none yet. */
  read(): unknown;
  /** Leaves it. */
  destroy(error?: Error): unknown;
}

/** What is known of a `Writable` without Node's types. */
export interface WritableLike {
  /** It ended, failed or was left. */
  readonly destroyed: boolean;
  /** It is full: wait for `drain`. */
  readonly writableNeedDrain: boolean;
  /** Writes a chunk; false: wait for `drain` before the next. */
  write(chunk: unknown): boolean;
  /** No more chunks. */
  end(): unknown;
  /** Leaves it. */
  destroy(error?: Error): unknown;
}

/** An `EventEmitter`, by the members that are used. */
export interface EmitterLike {
  /** Adds a listener. */
  on(event: string | symbol, listener: (...given: readonly unknown[]) => void): unknown;
  /** Removes it. */
  off(event: string | symbol, listener: (...given: readonly unknown[]) => void): unknown;
}

/** A `net.Socket` or `tls.TLSSocket`, by the members that are used. */
export interface SocketLike {
  /** False once it has ended or is gone. */
  readonly writable: boolean;
  /** It is full. */
  readonly writableNeedDrain: boolean;
  /** What it broke by. */
  readonly errored: Error | null;
  /** Iterates over its chunks. */
  iterator(options?: { destroyOnReturn?: boolean }): AsyncIterator<unknown, unknown, undefined>;
  /** Writes a chunk; false: it is full now. */
  write(chunk: string | Uint8Array): boolean;
  /** No more chunks. */
  end(): unknown;
  /** Ends both directions at once. */
  destroy(error?: Error): unknown;
  /** Adds a listener. */
  on(event: string, listener: (error: Error) => void): unknown;
}
