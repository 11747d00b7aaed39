// The buffers that subscribers come with, and of each a model that is too simple to be wrong.
import {
  type Buffer,
  conflating,
  dropping,
  fifo,
  type Offered,
  priority,
  sized,
  sliding,
  strict,
  unbounded,
} from "sluice";

/** What a buffer is to hold. Values are whole numbers from 1 on. */
export class Store {
  held: number[] = [];
  /** How many values it gave up. */
  lost = 0;
  readonly offer: (this: Store, value: number) => Offered;
  readonly room: (this: Store, value: number) => boolean;

  constructor(
    offer: (this: Store, value: number) => Offered,
    room: (this: Store, value: number) => boolean = () => true,
  ) {
    this.offer = offer;
    this.room = room;
  }
}

export interface Kind {
  readonly make: () => number | Buffer<number>;
  readonly store: () => Store;
}

function plain(make: () => number | Buffer<number>, capacity: number): Kind {
  const store = () =>
    new Store(
      function (value) {
        if (this.held.length >= capacity) return "wait";
        this.held.push(value);
        return "kept";
      },
      function () {
        return this.held.length < capacity;
      },
    );
  return { make, store };
}

function slides(capacity: number): Kind {
  const store = () =>
    new Store(function (value) {
      if (this.held.push(value) > capacity) {
        this.held.shift();
        this.lost++;
      }
      return "kept";
    });
  return { make: () => sliding(capacity), store };
}

function refuses(make: () => Buffer<number>, capacity: number, refusal: "drop" | "fail"): Kind {
  const store = () =>
    new Store(function (value) {
      if (this.held.length === capacity) {
        if (refusal === "drop") this.lost++;
        return refusal;
      }
      this.held.push(value);
      return "kept";
    });
  return { make, store };
}

/** One slot for odd and one for even values; the newest, or what `mixed` makes of both. */
function conflates(merge?: (held: number, newer: number) => number): Kind {
  const store = () =>
    new Store(function (value) {
      const index = this.held.findIndex((held) => held % 2 === value % 2);
      if (index < 0) {
        this.held.push(value);
        return "kept";
      }
      const held = this.held[index] as number;
      this.held[index] = merge === undefined ? value : merge(held, value);
      if (merge === undefined) this.lost++;
      return merge === undefined ? "kept" : "merge";
    });
  return { make: () => conflating({ keyOf: (value) => value % 2, merge }), store };
}

/** As odd or even as the newer one, and never so large that it is rounded. */
const mixed = (held: number, newer: number) => ((held + newer) * 30 + newer % 2) % 1_000_000;

const order = (a: number, b: number) => a % 5 - b % 5;

function sorted(capacity: number): Kind {
  const store = () =>
    new Store(
      function (value) {
        if (this.held.length >= capacity) return "wait";
        const index = this.held.findIndex((held) => order(held, value) > 0);
        this.held.splice(index < 0 ? this.held.length : index, 0, value);
        return "kept";
      },
      function () {
        return this.held.length < capacity;
      },
    );
  return { make: () => priority(capacity, order), store };
}

const sizeOf = (value: number) => value % 4;

function bySize(limit: number): Kind {
  const fits = (held: readonly number[], value: number) =>
    held.length === 0 || held.reduce((sum, value) => sum + sizeOf(value), sizeOf(value)) <= limit;
  const store = () =>
    new Store(
      function (value) {
        if (!fits(this.held, value)) return "wait";
        this.held.push(value);
        return "kept";
      },
      function (value) {
        return fits(this.held, value);
      },
    );
  return { make: () => sized(limit, sizeOf), store };
}

/** A user's own, which cannot tell beforehand whether it has room: it takes no more than one value of each remainder by 3. */
function foreign(): Kind {
  const offer = (held: number[], value: number) => {
    if (held.length === 3 || held.some((other) => other % 3 === value % 3)) return "wait";
    held.push(value);
    return "kept";
  };
  const store = () =>
    new Store(
      function (value) {
        return offer(this.held, value);
      },
      function () {
        return this.held.length < 3;
      },
    );
  const make = (): Buffer<number> => {
    const held: number[] = [];
    return {
      capacity: 3,
      get size() {
        return held.length;
      },
      offer: (value) => offer(held, value),
      take: () => held.shift() as number,
    };
  };
  return { make, store };
}

export const kinds: Readonly<Record<string, Kind>> = {
  "0": plain(() => 0, 0),
  "1": plain(() => 1, 1),
  "3": plain(() => 3, 3),
  "fifo(2)": plain(() => fifo(2), 2),
  "unbounded()": plain(() => unbounded(), Infinity),
  "sliding(1)": slides(1),
  "sliding(2)": slides(2),
  "dropping(0)": refuses(() => dropping(0), 0, "drop"),
  "dropping(2)": refuses(() => dropping(2), 2, "drop"),
  "strict(0)": refuses(() => strict(0), 0, "fail"),
  "strict(3)": refuses(() => strict(3), 3, "fail"),
  "conflating()": conflates(),
  "conflating(merge)": conflates(mixed),
  "priority(2)": sorted(2),
  "sized(4)": bySize(4),
  "own": foreign(),
};
