/** A web stream as the first link of a chain: by its reader, whose reads, unlike its iterator, end when it is cancelled. */
import type { Exit } from "./link.ts";
import { type Answer, PromisedSource } from "./promised-source.ts";
import type { StreamLike } from "./types.ts";

export class StreamSource<T> extends PromisedSource<T> {
  private readonly stream: StreamLike<T>;
  private reader: ReturnType<StreamLike<T>["getReader"]> | undefined = undefined;

  constructor(stream: StreamLike<T>) {
    super();
    this.stream = stream;
  }

  protected override ask(): PromiseLike<Answer<T>> {
    return (this.reader ??= this.stream.getReader()).read();
  }

  protected override end(): void {
    super.end();
    this.reader?.releaseLock();
  }

  /** A read that waits is answered by this. */
  protected override release({ reason }: Exit): Promise<void> | undefined {
    if (this.ended) return undefined;
    this.ended = true;
    try {
      const reader = this.reader ??= this.stream.getReader();
      const unlock = () => reader.releaseLock();
      const cancelled = Promise.resolve(reader.cancel(reason));
      cancelled.then(unlock, unlock);
      return cancelled.catch((error) => {
        if (this.failure?.error !== error) throw error; // that of a read that nobody wants any more
      });
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
