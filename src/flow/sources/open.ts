/** Finds out by shape what a source is, and makes it the first link of a chain. */
import { isFunction, membersOf, shown } from "../../core/engine/arguments.ts";
import { Receiving } from "../../core/channel/receiver.ts";
import { AsyncSource } from "./async-source.ts";
import { ChannelSource } from "./channel-source.ts";
import type { Link } from "../link.ts";
import { StreamSource } from "./stream-source.ts";
import { SyncSource } from "./sync-source.ts";
import type { Source, StreamLike } from "../types.ts";

/** Gives the link that continues a flow of this library; anything else is no flow. */
export const linkOf: unique symbol = Symbol("sluice.link");

/** What a flow offers to the pipeline that it is given to. */
export interface Linked<T> {
  /** Gives it away, once. Who only looks at this gets a `TypeError` when it was given away before. */
  readonly [linkOf]: () => Link<T>;
}

/** Is it a flow, which can only be given to one pipeline? Throws a `TypeError` when it was. */
export function isLinked(given: unknown): given is Linked<unknown> {
  return isFunction(membersOf(given)[linkOf]);
}

/** Throws a `TypeError` that names the argument unless it is a source that is free. Takes nothing. */
export function checkSource(given: unknown, name: string): void {
  if (isLinked(given)) return;
  const { getReader, charAt, [Symbol.asyncIterator]: asynchronous, [Symbol.iterator]: synchronous } = membersOf(given);
  if ([getReader, asynchronous, synchronous].some(isFunction) && !isFunction(charAt)) return;
  throw new TypeError(
    `${name} must be iterable, async iterable or a ReadableStream, and no string, not ${shown(given)}`,
  );
}

/** The first link over a source. Nothing is pulled yet. Throws a `TypeError` that names the argument. */
export function open<T>(source: Source<T>, name = "source"): Link<T> {
  checkSource(source, name);
  if (isLinked(source)) return source[linkOf]() as Link<T>;
  const { getReader, [Symbol.asyncIterator]: asynchronous } = Object(source);
  if (source instanceof Receiving) return new ChannelSource<T>(source);
  if (isFunction(getReader)) return new StreamSource(source as StreamLike<T>);
  if (isFunction(asynchronous)) return new AsyncSource(source as AsyncIterable<T>);
  return new SyncSource(source as Iterable<T>);
}
