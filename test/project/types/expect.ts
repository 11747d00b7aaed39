// What the type tests in this folder state their facts with. Nothing here runs: tsc reads it.

/** True when two types are the same to the compiler, not only assignable both ways. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** Compiles when the type is `true`: `holds<Same<typeof value, string>>()`. */
export declare function holds<_Fact extends true>(): void;

/** Compiles when the value can be used as a `T`. */
export declare function use<T>(value: T): void;

/** Any value of a type. */
export declare function some<T>(): T;
