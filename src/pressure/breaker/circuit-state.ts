/**
 * Which calls proceed: all while it is closed, none while it is open, a few trials while it is half-open.
 *
 * @module
 */
export type CircuitState = "closed" | "open" | "half-open";
