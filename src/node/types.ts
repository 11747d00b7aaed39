/**
 * The Node types of arguments and results. Arguments are structural types. Results use Node's own types where they are
 * available, and otherwise the structural types below, so that a program compiles without Node's types.
 *
 * @module
 */

/** Any module of Node, by the type of `process.getBuiltinModule`, which needs no import. */
export type NodeModule = typeof globalThis extends
  { process: { getBuiltinModule: { (id: never): infer Module; (id: string): object | undefined } } } ? Module
  : unknown;

/** An instance of the class `Name`, from the module that has it. */
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

/** The used members of a `Readable`, for programs without Node's types. */
export interface ReadableLike extends AsyncIterable<unknown> {
  /** True once it has ended, failed or been destroyed. */
  readonly destroyed: boolean;
  /** Returns the next chunk, or `null` when none is available. */
  read(): unknown;
  /** Destroys the stream. */
  destroy(error?: Error): unknown;
}

/** The used members of a `Writable`, for programs without Node's types. */
export interface WritableLike {
  /** True once it has ended, failed or been destroyed. */
  readonly destroyed: boolean;
  /** Whether it is full: wait for `drain`. */
  readonly writableNeedDrain: boolean;
  /** Writes a chunk. Returns false when the next write should wait for `drain`. */
  write(chunk: unknown): boolean;
  /** Ends the stream. */
  end(): unknown;
  /** Destroys the stream. */
  destroy(error?: Error): unknown;
}

/** An `EventEmitter`, by the members that are used. */
export interface EmitterLike {
  /** Adds a listener. */
  on(event: string | symbol, listener: (...given: readonly unknown[]) => void): unknown;
  /** Removes a listener. */
  off(event: string | symbol, listener: (...given: readonly unknown[]) => void): unknown;
}

/** A `net.Socket` or `tls.TLSSocket`, by the members that are used. */
export interface SocketLike {
  /** False once it has ended or been destroyed. */
  readonly writable: boolean;
  /** Whether it is full. */
  readonly writableNeedDrain: boolean;
  /** The error that destroyed it. */
  readonly errored: Error | null;
  /** Iterates over its chunks. */
  iterator(options?: { destroyOnReturn?: boolean }): AsyncIterator<unknown, unknown, undefined>;
  /** Writes a chunk. Returns false when the socket is full. */
  write(chunk: string | Uint8Array): boolean;
  /** Ends the writing side. */
  end(): unknown;
  /** Destroys both directions at once. */
  destroy(error?: Error): unknown;
  /** Adds a listener. */
  on(event: string, listener: (error: Error) => void): unknown;
}
