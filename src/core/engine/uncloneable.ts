/**
 * Held by what must not be cloned: `structuredClone` and `postMessage` throw a `DataCloneError` for an object that has a
 * function among its own properties. Without one they would make an object without methods, which fails only later.
 */
export function uncloneable(): void {}
