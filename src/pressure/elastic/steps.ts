/** How far below and above its estimate a search looks. */

const DIP = 0.15;
const PROBE = 0.2;

/** The limit of a dip. */
export function below(estimate: number): number {
  return Math.min(Math.round(estimate) - 1, Math.round(estimate * (1 - DIP)));
}

/** How wide a probe is, as a part of the estimate: where times vary little, even little shows. */
export function width(variation: number): number {
  return PROBE * Math.min(1, 0.25 + 3 * variation);
}

/** The limit of a probe of that width. */
export function above(estimate: number, part: number): number {
  return Math.max(Math.round(estimate) + 1, Math.round(estimate * (1 + Math.min(1, part))));
}

export function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
