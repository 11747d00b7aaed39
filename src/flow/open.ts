/** Finds out by shape what a source is, and makes it the first link of a chain. */
import { shown } from "../core/arguments.ts";
import { Receiving } from "../core/receiving.ts";
import { AsyncSource } from "./async-source.ts";
import { ChannelSource } from "./channel-source.ts";
import type { Link } from "./link.ts";
import { StreamSource } from "./stream-source.ts";
import { SyncSource } from "./sync-source.ts";
import type { Source, StreamLike } from "./types.ts";

/** Gives the link that continues a flow of this library; anything else is no flow. */
export const linkOf: unique symbol = Symbol("sluice.link");

/** What a flow offers to the pipeline that it is given to. */
export interface Linked<T> {
  [linkOf](): Link<T>;
}

/** The first link over a source. Nothing is pulled yet. Throws a `TypeError` that names the argument. */
export function open<T>(source: Source<T>, name = "source"): Link<T> {
  const { [linkOf]: link, getReader, [Symbol.asyncIterator]: asynchronous, [Symbol.iterator]: synchronous } = Object(
    source,
  );
  if (typeof link === "function") return (source as unknown as Linked<T>)[linkOf]();
  if (source instanceof Receiving) return new ChannelSource<T>(source);
  if (typeof getReader === "function") return new StreamSource(source as StreamLike<T>);
  if (typeof asynchronous === "function") return new AsyncSource(source as AsyncIterable<T>);
  if (typeof synchronous === "function" && typeof source !== "string") return new SyncSource(source as Iterable<T>);
  throw new TypeError(
    `${name} must be iterable, async iterable or a ReadableStream, and no string, not ${shown(source)}`,
  );
}
