// The ways in which a stage may work on its items.
import { Semaphore, type WorkOptions } from "sluice";

/** A fresh set of options each time: a semaphore belongs to one test. */
export interface CrowdKind {
  readonly name: string;
  readonly options: () => WorkOptions<unknown>;
  /** How many items run at once. */
  readonly width: number;
  /** How many items may be in hand at once: with a governor, one more waits for its permit. */
  readonly hand: number;
  readonly ordered: boolean;
}

function kind(width: number, ordered: boolean): CrowdKind {
  const options = { concurrency: width, ordered };
  return { name: `${width} ${inWords(ordered)}`, options: () => options, width, hand: width, ordered };
}

function governed(width: number, ordered: boolean): CrowdKind {
  const options = () => ({ concurrency: new Semaphore(width), ordered });
  return { name: `a semaphore of ${width} ${inWords(ordered)}`, options, width, hand: width + 1, ordered };
}

function inWords(ordered: boolean): string {
  return ordered ? "in order" : "as finished";
}

/** One at a time. */
export const alone: CrowdKind = kind(1, true);

export const ordered: readonly CrowdKind[] = [kind(3, true), kind(16, true), governed(3, true)];

export const unordered: readonly CrowdKind[] = [kind(3, false), kind(16, false), governed(3, false)];

export const unbounded: readonly CrowdKind[] = [kind(Infinity, true), kind(Infinity, false)];

/** All kinds whose width is an end to it. */
export const bounded: readonly CrowdKind[] = [alone, kind(1, false), ...ordered, ...unordered, governed(1, true)];

export const every: readonly CrowdKind[] = [...bounded, ...unbounded];

/** 0, 1, 2, … so many of them. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
