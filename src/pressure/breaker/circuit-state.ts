/**
 * Whether calls go through: all of them while it is closed, none while it is open, a few to try while it is half-open.
 *
 * @module
 */
export type CircuitState = "closed" | "open" | "half-open";
