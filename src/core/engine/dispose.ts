/// <reference lib="esnext.disposable" preserve="true" />
/** The symbols of `using`. */

/** `Symbol.dispose`, or what compiled `using` looks for in an engine that has none. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/** `Symbol.asyncDispose`, or what compiled `await using` looks for in an engine that has none. */
export const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose");
