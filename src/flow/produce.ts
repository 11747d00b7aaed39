/** A flow whose values a task sends. */
import { whenWhole } from "../core/engine/hooks.ts";
import { checkFunction, membersOf } from "../core/engine/arguments.ts";
import { channel } from "../core/channel/channel.ts";
import { printed } from "../core/engine/printed.ts";
import type { Buffer, Channel, Sender } from "../core/types.ts";
import { start } from "../sync/start.ts";
import type { TaskContext } from "../sync/task-context.ts";
import { abortError } from "./abort-error.ts";
import { flowOver } from "./flow.ts";
import { END, type Exit, type Failure, ignore, Link, type Poll, rouse, WAIT, type Wakeable } from "./link.ts";
import { open } from "./sources/open.ts";
import type { Flow } from "./chain-types.ts";

/**
 * Creates a flow of the values that a task sends. The task starts at the first pull.
 *
 * `buffer` is the buffer of the channel between them: by default 0, so that each `send` waits for its receiver. The
 * flow ends when the task returns. It fails with the error of the task, after the values sent before.
 *
 * The task also receives `{ signal }`, the signal of `out`. Leaving the flow aborts `signal`, makes a waiting `send`
 * reject, and waits for the task to settle. A rejection that this caused is ignored; any other is thrown. Throws a
 * `TypeError` when `task` is not a function, and what `channel` throws for a wrong buffer.
 *
 * @example
 * ```ts
 * import { produce } from "sluice";
 *
 * const numbers = produce<number>(async (out) => {
 *   for (let n = 0; n < 1_000_000; n++) await out.send(n);
 * });
 * for await (const n of numbers) {
 *   if (n === 2) break;
 *   console.log(n); // 0 1
 * }
 * ```
 */
export function produce<T>(
  task: (out: Sender<T>, context: TaskContext) => Promise<void>,
  buffer?: number | Buffer<T>,
): Flow<T> {
  checkFunction("task", task);
  return flowOver(new Production(task, channel(buffer)));
}

class Production<T> extends Link<T> implements Wakeable {
  private readonly task: (out: Sender<T>, context: TaskContext) => Promise<void>;
  private readonly channel: Channel<T>;
  private readonly output: Link<T>;
  /** Settles with the task; created when the task starts. */
  private running: Promise<void> | undefined = undefined;
  private settled = false;
  private failure: Failure | undefined = undefined;

  constructor(task: (out: Sender<T>, context: TaskContext) => Promise<void>, channel: Channel<T>) {
    super();
    this.task = task;
    this.channel = channel;
    this.output = open(channel);
    this.output.down = this;
  }

  wake(): Wakeable {
    return this.down;
  }

  /** The end waits for the task, even when the task has closed the channel itself. */
  override poll(): Poll<T> {
    if (this.running === undefined) this.start();
    const value = this.output.poll();
    if (value !== END) return value;
    if (!this.settled) return WAIT;
    if (this.failure !== undefined) throw this.failure.error;
    return END;
  }

  private start(): void {
    let finish: () => void = ignore;
    this.running = new Promise((resolve) => finish = resolve); // the task may leave the flow before it first waits
    this.run().then(finish);
  }

  private async run(): Promise<void> {
    const { channel, task } = this;
    try {
      await start(task, () => task(channel, new ProducerContext(channel)));
      this.settled = true;
      channel.close();
    } catch (error) {
      this.settled = true;
      this.failure = { error };
      channel.close(error);
    }
    rouse(this.down);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.output.stop(exit);
    const { reason = abortError() } = exit;
    whenWhole(() => this.channel.cancel(reason));
    return this.running?.then(() => {
      if (this.failure !== undefined && !causedBy(this.failure.error, reason)) throw this.failure.error;
    });
  }
}

/** Whether a task rejected because it obeyed its signal. */
function causedBy(error: unknown, reason: unknown): boolean {
  const seen = new Set<unknown>();
  for (let cause = error; !seen.has(cause); cause = membersOf(cause).cause) {
    if (Object.is(cause, reason)) return true;
    seen.add(cause);
  }
  return false;
}

/** Its signal is the channel's, created on first use: an engine without signals can run a task that reads none. */
class ProducerContext implements TaskContext {
  static {
    printed(this.prototype, "Context");
  }

  readonly #out: Sender<never>;

  constructor(out: Sender<never>) {
    this.#out = out;
  }

  get signal(): AbortSignal {
    return this.#out.signal;
  }
}
