// A service with a known limit, simulated event by event: time is only a number, and nobody waits for anything real.
import { seeded } from "./dice.ts";

/** Who decides how many calls run at once: an elastic governor's search, or a fixed number. */
export interface Pacer {
  readonly limit: number;
  began(now: number, weight: number): number;
  ended(now: number, weight: number, took: number): void;
  /** What `began` gave is given back. */
  refused(now: number, weight: number, cuts: number): void;
}

export function fixed(limit: number): Pacer {
  return { limit, began: () => 0, ended() {}, refused() {} };
}

type Random = () => number;

/** How long calls take, with a mean of 1. */
export const times = {
  even: (): number => 1,
  uniform: (random: Random): number => 0.5 + random(),
  exponential: (random: Random): number => -Math.log(1 - random()),
  lognormal: (random: Random): number => Math.exp(normal(random) - 0.5),
  pareto: (random: Random): number => 1.2 / 2.2 * (1 - random()) ** (-1 / 2.2),
  bimodal: (random: Random): number => random() < 0.9 ? 0.5 : 5.5,
} as const;

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A service, and those who call it. Times are in those of a mean call. */
export interface Service {
  /** How many calls it works on at once, at that time. */
  readonly limit: (time: number) => number;
  readonly times: (random: Random) => number;
  /** What becomes of a call too many: it waits its turn, or is refused. Default "queue". */
  readonly full?: "queue" | "refuse";
  /** How long a refusal takes. Default 0.02. */
  readonly refusal?: number;
  /** How many calls there would be at once, at that time, if nobody held them back. Default: without end. */
  readonly demand?: (time: number) => number;
}

export interface Call {
  /** When it ended, and how long it took. */
  readonly at: number;
  readonly took: number;
}

export interface Record {
  readonly calls: readonly Call[];
  readonly refused: number;
  /** The pacer's limit at each whole time. */
  readonly limits: readonly number[];
}

type Event =
  | { readonly at: number; readonly kind: "look" }
  | { readonly at: number; readonly begun: number; readonly kind: "end" }
  | { readonly at: number; readonly cuts: number; readonly kind: "refused" };

/** Milliseconds for a mean call. */
const SCALE = 100;

class Simulation {
  readonly calls: Call[] = [];
  readonly limits: number[] = [];
  refused = 0;
  private readonly pacer: Pacer;
  private readonly service: Service;
  private readonly random: Random;
  private readonly events = new Agenda();
  private now = 0;
  private running = 0;
  private served = 0;
  private readonly queue: number[] = [];

  constructor(pacer: Pacer, service: Service, seed: number) {
    this.pacer = pacer;
    this.service = service;
    this.random = seeded(seed);
  }

  run(until: number): void {
    for (let time = 1; time <= until; time++) this.events.add({ at: time, kind: "look" });
    this.call();
    for (let event = this.events.next(); event !== undefined && event.at <= until; event = this.events.next()) {
      this.now = event.at;
      if (event.kind === "look") this.limits.push(this.pacer.limit);
      else this.end(event);
      this.serve();
      this.call();
    }
  }

  private end(event: Exclude<Event, { kind: "look" }>): void {
    const { at } = event;
    this.running--;
    if (event.kind === "refused") {
      this.refused++;
      return this.pacer.refused(at * SCALE, 1, event.cuts);
    }
    this.served--;
    const took = at - event.begun;
    this.calls.push({ at, took });
    this.pacer.ended(at * SCALE, 1, took * SCALE);
  }

  private call(): void {
    const { limit, demand = () => Infinity, full = "queue", refusal = 0.02 } = this.service;
    while (this.running < Math.min(this.pacer.limit, demand(this.now))) {
      this.running++;
      const cuts = this.pacer.began(this.now * SCALE, 1);
      if (full === "refuse" && this.served >= limit(this.now)) {
        this.events.add({ at: this.now + refusal, cuts, kind: "refused" });
      } else {
        this.queue.push(this.now);
        this.serve();
      }
    }
  }

  private serve(): void {
    while (this.queue.length > 0 && this.served < this.service.limit(this.now)) {
      this.served++;
      const begun = this.queue.shift() as number;
      this.events.add({ at: this.now + this.service.times(this.random), begun, kind: "end" });
    }
  }
}

/** Events in the order of their times: a heap. */
class Agenda {
  private readonly heap: Event[] = [];

  add(event: Event): void {
    const { heap } = this;
    let index = heap.push(event) - 1;
    for (let above = (index - 1) >> 1; index > 0 && this.at(above) > event.at; above = (index - 1) >> 1) {
      heap[index] = heap[above] as Event;
      index = above;
    }
    heap[index] = event;
  }

  next(): Event | undefined {
    const { heap } = this;
    const [first, last] = [heap[0], heap.pop()];
    if (heap.length === 0 || last === undefined) return first;
    let index = 0;
    for (let below = 1; below < heap.length; below = 2 * index + 1) {
      if (this.at(below + 1) < this.at(below)) below++;
      if (this.at(below) >= last.at) break;
      heap[index] = heap[below] as Event;
      index = below;
    }
    heap[index] = last;
    return first;
  }

  private at(index: number): number {
    return this.heap[index]?.at ?? Infinity;
  }
}

/** Calls the service for so long, always as many at once as the pacer lets. */
export function simulated(pacer: Pacer, service: Service, until: number, seed: number): Record {
  const simulation = new Simulation(pacer, service, seed);
  simulation.run(until);
  return simulation;
}

/** Throughput, and the time that 99 of 100 calls took at most, between two times. */
export function measured({ calls }: Record, from: number, to: number): { throughput: number; p99: number } {
  const took = calls.filter(({ at }) => at > from && at <= to).map((call) => call.took).sort((a, b) => a - b);
  return { throughput: took.length / (to - from), p99: took[Math.floor(took.length * 0.99)] ?? 0 };
}
