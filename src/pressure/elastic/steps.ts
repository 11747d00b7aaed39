/** How far a search looks below and above its estimate. */

const DIP = 0.15;
const PROBE = 0.2;

/** The limit of a dip. */
export function below(estimate: number): number {
  return Math.min(Math.round(estimate) - 1, Math.round(estimate * (1 - DIP)));
}

/** The width of a probe, as a fraction of the estimate: where durations vary little, a small change shows. */
export function width(variation: number): number {
  return PROBE * Math.min(1, 0.25 + 3 * variation);
}

/** The limit of a probe of width `part`. */
export function above(estimate: number, part: number): number {
  return Math.max(Math.round(estimate) + 1, Math.round(estimate * (1 + Math.min(1, part))));
}

export function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
