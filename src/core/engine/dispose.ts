/// <reference lib="esnext.disposable" preserve="true" />
/** `Symbol.dispose`, or what compiled `using` looks for in an engine that has none. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
