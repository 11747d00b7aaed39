/**
 * The errors of a channel. They hand the refused value back. Tell them by `name` or by `instanceof`: both also know the
 * errors of another copy of the library in the same process.
 *
 * @module
 */

/**
 * A value was not sent because the channel is closed or cancelled.
 *
 * @example
 * ```ts
 * import { channel, type ChannelClosedError } from "sluice";
 *
 * const jobs = channel<string>(0, { name: "jobs" });
 * jobs.close();
 * try {
 *   await jobs.send("late");
 * } catch (error) {
 *   const { name, message, value } = error as ChannelClosedError<string>;
 *   if (name !== "ChannelClosedError") throw error;
 *   console.log(message, value); // Cannot send: channel "jobs" is closed late
 * }
 * ```
 */
export class ChannelClosedError<T = unknown> extends Error {
  /** Always `"ChannelClosedError"`. */
  override readonly name = "ChannelClosedError";
  /** The value that was not sent: it is its sender's. */
  readonly value: T;
  /** The name of the channel, if it has one. */
  readonly channel: string | undefined;

  /**
   * `message` says what was tried, a colon, and the state; `cause` is what the channel was cancelled or closed with.
   */
  constructor(message: string, value: T, channel?: string, cause?: unknown) {
    super(checkedMessage(message), cause === undefined ? undefined : { cause });
    this.value = value;
    this.channel = channel;
    brand(this);
  }

  /** True for such an error of any copy of the library; a class that extends this one knows its own alone. */
  static override get [Symbol.hasInstance](): (given: unknown) => boolean {
    return instancesOf(this, ChannelClosedError, "ChannelClosedError");
  }
}

/**
 * A value was not sent because a `strict` buffer is full, or because too many sends are already waiting.
 *
 * @example
 * ```ts
 * import { channel, strict } from "sluice";
 *
 * const readings = channel<number>(strict(1));
 * await readings.send(20);
 * const error = await readings.send(21).catch((error) => error);
 * console.log(error.name, error.value); // OverflowError 21
 * ```
 */
export class OverflowError<T = unknown> extends Error {
  /** Always `"OverflowError"`. */
  override readonly name = "OverflowError";
  /** The value that was not sent: it is its sender's. */
  readonly value: T;
  /** The name of the channel, if it has one. */
  readonly channel: string | undefined;

  /** `message` says what was tried, a colon, and the state. */
  constructor(message: string, value: T, channel?: string) {
    super(checkedMessage(message));
    this.value = value;
    this.channel = channel;
    brand(this);
  }

  /** True for such an error of any copy of the library; a class that extends this one knows its own alone. */
  static override get [Symbol.hasInstance](): (given: unknown) => boolean {
    return instancesOf(this, OverflowError, "OverflowError");
  }
}

/** Where an error says which one it is; shared by all copies and versions of the library. */
const kind = Symbol.for("sluice.error");

/**
 * Has `instanceof` know an error in each copy of the library. The mark is a property of the error itself, out of sight:
 * lowered to ES5, where no class can extend `Error`, it is all that tells which error this is.
 */
export function brand(error: Error): void {
  Object.defineProperty(error, kind, { value: error.name });
}

/**
 * What `given instanceof asked` says, where `asked` is the class `own`, whose errors have that name, or a class that
 * extends it. The classes have it as an accessor: lowered to ES5, a method would be assigned, which
 * `Function.prototype` does not allow.
 */
export function instancesOf(asked: unknown, own: unknown, name: string): (given: unknown) => boolean {
  const ordinary = Function.prototype[Symbol.hasInstance];
  return (given) => ordinary.call(asked as never, given) || asked === own && Object(given)[kind] === name;
}

/** The message of an error. Throws a `TypeError` unless it is a string. Without `shown`: errors are in small bundles. */
export function checkedMessage(message: string): string {
  if (typeof message === "string") return message;
  throw new TypeError(`message must be a string, not ${typeof message}`);
}

/** True for any error, also that of another realm: of a `vm` context, as Jest has one for each test file, or a frame. */
export function isError(given: unknown): given is Error {
  return given instanceof Error || Object.prototype.toString.call(given) === "[object Error]";
}
