// What a consumer may be told because somebody stopped the flow.
export class Exits {
  /** Somebody left without a reason. */
  cancelled = false;
  /** The reader of the channel has left. */
  closed = false;
  private readonly errors = new Set<unknown>();

  /** The reason of one who stops it. */
  fail(what: string): Error {
    const error = new Error(what);
    this.errors.add(error);
    return error;
  }

  get any(): boolean {
    return this.cancelled || this.closed || this.errors.size > 0;
  }

  allow(error: unknown): boolean {
    if (this.errors.has(error)) return true;
    const { name } = Object(error);
    return (this.cancelled && name === "AbortError") || (this.closed && name === "ChannelClosedError");
  }
}
