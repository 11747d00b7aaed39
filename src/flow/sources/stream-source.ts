/**
 * A web stream as the first link of a chain. It uses a reader, whose reads, unlike those of the iterator, settle when
 * it is cancelled.
 */
import { checkedIterator } from "../../core/engine/arguments.ts";
import type { Exit } from "../link.ts";
import { type Answer, PromisedSource } from "./promised-source.ts";
import type { StreamLike } from "../types.ts";

export class StreamSource<T> extends PromisedSource<T> {
  private readonly stream: StreamLike<T>;
  private reader: ReturnType<StreamLike<T>["getReader"]> | undefined = undefined;

  constructor(stream: StreamLike<T>) {
    super();
    this.stream = stream;
  }

  protected override ask(): PromiseLike<Answer<T>> {
    return this.open().read();
  }

  private open(): ReturnType<StreamLike<T>["getReader"]> {
    return this.reader ??= checkedIterator("source.getReader", this.stream.getReader(), [
      "read",
      "cancel",
      "releaseLock",
    ], "a reader");
  }

  /** An error of `releaseLock()` fails the flow, once. */
  protected override end(): void {
    const { reader, ended } = this;
    super.end();
    if (!ended) reader?.releaseLock();
  }

  /** This settles a waiting read. */
  protected override release({ reason }: Exit): Promise<void> | undefined {
    if (this.ended) return undefined;
    this.ended = true;
    return this.leave(reason);
  }

  private async leave(reason: unknown): Promise<void> {
    const reader = this.open();
    try {
      await reader.cancel(reason);
    } catch (error) {
      if (this.failure?.error !== error) throw error; // the error of a read that is no longer wanted
    } finally {
      reader.releaseLock();
    }
  }
}
