// What Go's test/chan/powser1.go and powser2.go compute, told anew: power series as channels of coefficients, after
// Doug McIlroy, "Squinting at Power Series" (1990). Each series makes a coefficient when it is asked for one; dozens of
// small tasks ask one another, through plain operations and selects with cases that come and go.
import * as assert from "uvu/assert";
import { type Case, type Channel, channel, type End, type Got, type Off, type Receiver, select, sending } from "sluice";
import { lent, receivingFrom } from "../../support/foreign.ts";
import { suite } from "../../support/test.ts";

const test = suite("Go: test/chan/powser");

/** A rational number in lowest terms, its denominator above 0. */
interface Rational {
  readonly above: bigint;
  readonly below: bigint;
}

function rational(above: bigint | number, below: bigint | number = 1): Rational {
  const [a, b] = [BigInt(above), BigInt(below)];
  const common = divisor(a, b) * (b < 0n ? -1n : 1n);
  return { above: a / common, below: b / common };
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : divisor(b, a % b);
}

const [zero, one] = [rational(0), rational(1)];
const plus = (a: Rational, b: Rational) => rational(a.above * b.below + b.above * a.below, a.below * b.below);
const times = (a: Rational, b: Rational) => rational(a.above * b.above, a.below * b.below);
const minus = (a: Rational) => rational(-a.above, a.below);
const inverse = (a: Rational) => rational(a.below, a.above);
const shown = ({ above, below }: Rational) => below === 1n ? `${above}` : `${above}/${below}`;

/** A coefficient, or the end of a finite series. */
type Item = Rational | undefined;

/** A series: whoever sends a request then receives an item. */
interface Series {
  readonly request: Channel<void>;
  readonly item: Channel<Item>;
}

/** How its channels stand in a select: as they are, or through the public protocol. */
interface Style {
  readonly receiving: <T>(from: Receiver<T>) => Receiver<T> | Case<Got<T> | End>;
  readonly lending: (sending: Case<Got<undefined>>) => Case<Got<undefined>>;
}

/** The arithmetic of series, whose selects are in one style or the other. */
function arithmetic({ receiving, lending }: Style) {
  const empty = (): Series => ({ request: channel(), item: channel() });

  /** A series that runs `task`, which gives its items one by one. */
  function series(task: (put: (item: Item) => Promise<void>) => Promise<void>): Series {
    const made = empty();
    task(async (item) => {
      await made.request.receive();
      await made.item.send(item);
    });
    return made;
  }

  async function get(from: Series): Promise<Item> {
    await from.request.send();
    return (await from.item.receive()).value;
  }

  /** Asks two series at once; whichever is ready first goes on first. */
  async function getBoth(first: Series, second: Series): Promise<[Item, Item]> {
    const from = [first, second];
    const items: [Item, Item] = [undefined, undefined];
    const steps = [0, 0];
    const asking = (index: number): Case<Got<undefined>> | Off =>
      steps[index] === 0 && lending(sending(from[index]!.request, undefined));
    const getting = (index: number) => steps[index] === 1 && receiving(from[index]!.item);
    for (let left = 4; left > 0; left--) {
      const hit = await select([asking(0), asking(1), getting(0), getting(1)]);
      const index = hit.key % 2;
      if (hit.key >= 2) items[index] = hit.value;
      steps[index] = (steps[index] ?? 0) + 1;
    }
    return items;
  }

  /** Two series like the one given, which may be read at different speeds; each item is asked for once. */
  function split(from: Series, into: [Series, Series] = [empty(), empty()]): [Series, Series] {
    const ahead: [Item[], Item[]] = [[], []];
    const hungry = [false, false];
    let asked = false;
    const serve = async (index: 0 | 1) => {
      hungry[index] = false;
      await into[index].item.send(ahead[index].shift());
    };
    (async () => {
      for (;;) {
        const [a, b] = into;
        const hit = await select({
          a: receiving(a.request),
          b: receiving(b.request),
          item: asked && receiving(from.item),
        });
        if (hit.key === "item") {
          asked = false;
          for (const index of [0, 1] as const) ahead[index].push(hit.value);
        } else hungry[hit.key === "a" ? 0 : 1] = true;
        for (const index of [0, 1] as const) if (hungry[index] && ahead[index].length > 0) await serve(index);
        if (asked || !hungry.includes(true)) continue;
        asked = true;
        await from.request.send();
      }
    })();
    return into;
  }

  function repeat(coefficient: Rational): Series {
    return series(async (put) => {
      for (;;) await put(coefficient);
    });
  }

  function copy(from: Series, first: readonly Item[] = []): Series {
    return series(async (put) => {
      for (const item of first) await put(item);
      for (;;) await put(await get(from));
    });
  }

  function add(u: Series, v: Series): Series {
    return lazily(async (put) => {
      for (;;) {
        const [a, b] = await getBoth(u, v);
        await put(a && b ? plus(a, b) : a ?? b);
      }
    });
  }

  /** Like `series`, but asks for the next item only when it is asked itself. */
  function lazily(task: (put: (item: Item) => Promise<void>) => Promise<void>): Series {
    const made = empty();
    (async () => {
      await made.request.receive();
      await task(async (item) => {
        await made.item.send(item);
        await made.request.receive();
      });
    })();
    return made;
  }

  function map(u: Series, change: (coefficient: Rational, power: number) => Rational): Series {
    return lazily(async (put) => {
      for (let power = 0;; power++) {
        const item = await get(u);
        await put(item && change(item, power));
      }
    });
  }

  const scale = (factor: Rational, u: Series) => map(u, (coefficient) => times(factor, coefficient));
  const subtract = (u: Series, v: Series) => add(u, scale(minus(one), v));

  /** (u + xU)(v + xV) = uv + x(uV + vU) + x²UV. */
  function multiply(u: Series, v: Series): Series {
    return lazily(async (put) => {
      const [a, b] = await getBoth(u, v);
      if (a === undefined || b === undefined) { for (;;) await put(undefined); }
      await put(times(a, b));
      const [uu, vv] = [split(u), split(v)];
      const middle = add(scale(a, vv[0]), scale(b, uu[0]));
      await put(await get(middle));
      const rest = add(middle, multiply(uu[1], vv[1]));
      for (;;) await put(await get(rest));
    });
  }

  function differentiate(u: Series): Series {
    return lazily(async (put) => {
      await get(u);
      for (let power = 1;; power++) {
        const item = await get(u);
        await put(item && times(rational(power), item));
      }
    });
  }

  function integrate(constant: Rational, u: Series): Series {
    return lazily(async (put) => {
      await put(constant);
      for (let power = 1;; power++) {
        const item = await get(u);
        await put(item && times(rational(1, power), item));
      }
    });
  }

  /** Z = exp(U) means Z' = Z U': the series is made from itself. */
  function exp(u: Series): Series {
    const z: [Series, Series] = [empty(), empty()];
    split(integrate(one, multiply(z[0], differentiate(u))), z);
    return z[1];
  }

  /** 1/U: with U = u + xUU, its rest is -UU/u times the whole. */
  function reciprocal(u: Series): Series {
    return lazily(async (put) => {
      const first = await get(u);
      assert.ok(first);
      const start = inverse(first);
      await put(start);
      const z: [Series, Series] = [empty(), empty()];
      split(multiply(scale(minus(start), u), copy(z[0], [start])), z);
      for (;;) await put(await get(z[1]));
    });
  }

  /** U(V), for a V that begins with 0. */
  function substitute(u: Series, v: Series): Series {
    return lazily(async (put) => {
      const vv = split(v);
      const item = await get(u);
      await put(item);
      if (item === undefined) { for (;;) await put(undefined); }
      await get(vv[0]);
      const rest = multiply(vv[0], substitute(u, vv[1]));
      for (;;) await put(await get(rest));
    });
  }

  /** U(c xⁿ). */
  function substituteMonomial(u: Series, factor: Rational, power: number): Series {
    return lazily(async (put) => {
      for (let current = one;; current = times(current, factor)) {
        const item = await get(u);
        await put(item && times(item, current));
        for (let index = 1; index < power; index++) await put(item && zero);
      }
    });
  }

  function polynomial(...coefficients: Rational[]): Series {
    return series(async (put) => {
      for (const coefficient of coefficients) await put(coefficient);
      for (;;) await put(undefined);
    });
  }

  /** (1 + x)ᶜ, which is finite when c is a natural number. */
  function binomial(exponent: Rational): Series {
    return series(async (put) => {
      let [term, left]: [Rational, Rational] = [one, exponent];
      for (let power = 1; left.above !== 0n; power++) {
        await put(term);
        term = times(times(term, left), rational(1, power));
        left = plus(left, rational(-1));
      }
      await put(term);
      for (;;) await put(undefined);
    });
  }

  async function first(count: number, u: Series): Promise<string[]> {
    const items: string[] = [];
    for (let index = 0; index < count; index++) {
      const item = await get(u);
      if (item === undefined) break;
      items.push(shown(item));
    }
    return items;
  }

  const ones = () => repeat(one);
  const twos = () => repeat(rational(2));
  return {
    add,
    binomial,
    differentiate,
    exp,
    first,
    integrate,
    multiply,
    ones,
    polynomial,
    reciprocal,
    scale,
    split,
    substitute,
    substituteMonomial,
    subtract,
    twos,
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

// powser2.go does the same through interfaces, which are nothing to JavaScript; here it is the public case protocol.
const styles: [string, Style][] = [
  ["chan/powser1.go", { receiving: (from) => from, lending: (sending) => sending }],
  ["chan/powser2.go", { receiving: (from) => receivingFrom(from), lending: lent }],
];

for (const [program, style] of styles) {
  const { first, ones, twos, ...series } = arithmetic(style);

  test(`${program}: 1/(1-x), sums, differences and multiples`, async () => {
    assert.equal(await first(5, ones()), ["1", "1", "1", "1", "1"]);
    assert.equal(await first(5, series.add(ones(), ones())), ["2", "2", "2", "2", "2"]);
    assert.equal(await first(5, series.add(ones(), twos())), ["3", "3", "3", "3", "3"]);
    assert.equal(await first(5, series.subtract(ones(), twos())), ["-1", "-1", "-1", "-1", "-1"]);
    assert.equal(await first(10, series.scale(rational(-1), twos())), numbers(10).map(() => "-2"));
  });

  test(`${program}: a sum is as long as its longer part`, async () => {
    const short = series.polynomial(rational(1), rational(2));
    const long = series.polynomial(rational(1), rational(1), rational(1));
    assert.equal(await first(5, series.add(short, long)), ["2", "3", "1"]);
  });

  test(`${program}: derivative and integral`, async () => {
    assert.equal(await first(10, series.differentiate(ones())), numbers(10).map((n) => `${n + 1}`));
    const halves = numbers(10).map((n) => shown(n === 0 ? zero : rational(1, n)));
    assert.equal(await first(10, series.integrate(zero, ones())), halves);
  });

  test(`${program}: both halves of a split series give all of it, at different speeds`, async () => {
    const [a, b] = series.split(series.differentiate(ones()));
    const both = [first(10, a), first(5, b)];
    assert.equal((await Promise.all(both)).map((each) => each.at(-1)), ["10", "5"]);
    assert.equal(await first(2, b), ["6", "7"]);
  });

  test(`${program}: product`, async () => {
    assert.equal(await first(10, series.multiply(ones(), ones())), numbers(10).map((n) => `${n + 1}`));
  });

  test(`${program}: exponential, a series made from itself`, async () => {
    const expected = "1 1 3/2 13/6 73/24 167/40 4051/720 37633/5040 43817/4480 4596553/362880";
    assert.is((await first(10, series.exp(ones()))).join(" "), expected);
  });

  test(`${program}: arctangent, by a monomial substitution`, async () => {
    const arctangent = series.integrate(zero, series.substituteMonomial(ones(), rational(-1), 2));
    assert.is((await first(10, arctangent)).join(" "), "0 1 0 -1/3 0 1/5 0 -1/7 0 1/9");
  });

  test(`${program}: reciprocal, substitution and binomial series`, async () => {
    assert.is((await first(6, series.reciprocal(ones()))).join(" "), "1 -1 0 0 0 0");
    const shifted = series.polynomial(zero, rational(1), rational(1)); // 1/(1-(x+x²)): Fibonacci
    assert.is((await first(8, series.substitute(ones(), shifted))).join(" "), "1 1 2 3 5 8 13 21");
    assert.is((await first(9, series.binomial(rational(4)))).join(" "), "1 4 6 4 1");
    assert.is((await first(5, series.binomial(rational(1, 2)))).join(" "), "1 1/2 -1/8 1/16 -5/128");
  });
}

test.run();
