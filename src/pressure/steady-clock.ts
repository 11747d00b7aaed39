/** Time that never goes back. */

/**
 * Milliseconds since it was made. `Date.now` is looked up at each call, so that a faked clock works. When that steps
 * back, time stands still for that moment and then goes on: nothing happens twice, and nobody waits for the clock to
 * catch up.
 */
export class SteadyClock {
  private last: number = globalThis.Date.now();
  private elapsed = 0;

  get now(): number {
    const read = globalThis.Date.now();
    if (read > this.last) this.elapsed += read - this.last;
    this.last = read;
    return this.elapsed;
  }
}
