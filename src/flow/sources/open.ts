/** Detects by shape what a source is, and makes it the first link of a chain. */
import { isFunction, membersOf, shown } from "../../core/engine/arguments.ts";
import { Receiving } from "../../core/channel/receiver.ts";
import { AsyncSource } from "./async-source.ts";
import { ChannelSource } from "./channel-source.ts";
import type { Link } from "../link.ts";
import { StreamSource } from "./stream-source.ts";
import { SyncSource } from "./sync-source.ts";
import type { Source, StreamLike } from "../types.ts";

/** The key of the function that returns a flow's link, which only flows of this library have. */
export const linkOf: unique symbol = Symbol("sluice.link");

/** What a flow offers to the pipeline that takes it over. */
export interface Linked<T> {
  /**
   * Returns a function that takes the flow's link, once. Reading this member throws a `TypeError` when the link was
   * taken before.
   */
  readonly [linkOf]: () => Link<T>;
}

/** True for a flow, which only one pipeline can take. Throws a `TypeError` when one has. */
export function isLinked(given: unknown): given is Linked<unknown> {
  return isFunction(membersOf(given)[linkOf]);
}

/** Throws a `TypeError` that names the argument unless it is a source that is not in use. Takes nothing. */
export function checkSource(given: unknown, name: string): void {
  if (isLinked(given)) return;
  const { getReader, charAt, [Symbol.asyncIterator]: asynchronous, [Symbol.iterator]: synchronous } = membersOf(given);
  if ([getReader, asynchronous, synchronous].some(isFunction) && !isFunction(charAt)) return;
  throw new TypeError(
    `${name} must be an iterable other than a string, an async iterable or a ReadableStream, not ${shown(given)}`,
  );
}

/** The first link over a source. Pulls nothing. Throws a `TypeError` that names the argument. */
export function open<T>(source: Source<T>, name = "source"): Link<T> {
  checkSource(source, name);
  if (isLinked(source)) return source[linkOf]() as Link<T>;
  const { getReader, [Symbol.asyncIterator]: asynchronous } = Object(source);
  if (source instanceof Receiving) return new ChannelSource<T>(source);
  if (isFunction(getReader)) return new StreamSource(source as StreamLike<T>);
  if (isFunction(asynchronous)) return new AsyncSource(source as AsyncIterable<T>);
  return new SyncSource(source as Iterable<T>);
}
