// After Doug McIlroy, "Squinting at Power Series" (Software: Practice and Experience, 1990).
//
// It shows streams that have no end, computed only as far as somebody asks: a series is a channel of its coefficients,
// and exp is made from its own differential equation, by a channel that leads back into itself.
import { channel, type Receiver, type Sender } from "sluice";

type Rational = readonly [above: bigint, below: bigint];
type Series = Receiver<Rational>;

const divisor = (a: bigint, b: bigint): bigint => b === 0n ? (a < 0n ? -a : a) : divisor(b, a % b);
const lowest = (a: bigint, b: bigint): Rational => [a / divisor(a, b), b / divisor(a, b)];
const plus = ([a, b]: Rational, [c, d]: Rational) => lowest(a * d + c * b, b * d);
const times = ([a, b]: Rational, [c, d]: Rational) => lowest(a * c, b * d);
const whole = (n: number): Rational => [BigInt(n), 1n];

/** A series from a task that gives its coefficients; each waits until somebody asks for the next. */
function series(task: (out: Sender<Rational>) => Promise<void>): Series {
  const out = channel<Rational>();
  task(out);
  return out;
}

const next = async (from: Series) => (await from.receive()).value!;

/** The same series twice. Each may be one coefficient ahead of the other. */
function split(from: Series): [Series, Series] {
  const [left, right] = [channel<Rational>(1), channel<Rational>(1)];
  (async () => {
    for await (const coefficient of from) await Promise.all([left.send(coefficient), right.send(coefficient)]);
  })();
  return [left, right];
}

const add = (f: Series, g: Series) =>
  series(async (out) => {
    for (;;) await out.send(plus(await next(f), await next(g)));
  });

const scale = (factor: Rational, f: Series) =>
  series(async (out) => {
    for await (const coefficient of f) await out.send(times(factor, coefficient));
  });

const shift = (first: Rational, f: Series) =>
  series(async (out) => {
    await out.send(first);
    for await (const coefficient of f) await out.send(coefficient);
  });

/** F * G = f g + x (f G' + g F' + x F' G'), where F' is what follows the first coefficient f. */
function multiply(f: Series, g: Series): Series {
  return series(async (out) => {
    const [f0, g0] = [await next(f), await next(g)];
    await out.send(times(f0, g0));
    const [[f1, f2], [g1, g2]] = [split(f), split(g)];
    const rest = add(add(scale(f0, g1), scale(g0, f1)), shift(whole(0), multiply(f2, g2)));
    for await (const coefficient of rest) await out.send(coefficient);
  });
}

/** The integral, with this constant. */
const integrate = (constant: Rational, f: Series) =>
  series(async (out) => {
    await out.send(constant);
    for (let n = 1;; n++) await out.send(times(await next(f), [1n, BigInt(n)]));
  });

/** The solution of E' = factor * E, E(0) = 1: the integral of itself. */
function exponential(factor: number): Series {
  const itself = channel<Rational>(1);
  const [result, back] = split(integrate(whole(1), scale(whole(factor), itself)));
  itself.sendAll(back);
  return result;
}

async function show(title: string, f: Series) {
  const coefficients: string[] = [];
  while (coefficients.length < 8) {
    const [above, below] = await next(f);
    coefficients.push(below === 1n ? `${above}` : `${above}/${below}`);
  }
  console.log(`${title}: ${coefficients.join(" ")}`);
}

const ones = () =>
  series(async (out) => {
    for (;;) await out.send(whole(1));
  });

await show("1 / (1 - x)", ones());
await show("its square", multiply(ones(), ones()));
await show("exp(x)", exponential(1));
await show("exp(x) * exp(-x)", multiply(exponential(1), exponential(-1)));
await show("exp(x) ** 2 - exp(2x)", add(multiply(exponential(1), exponential(1)), scale(whole(-1), exponential(2))));

// Output:
// 1 / (1 - x): 1 1 1 1 1 1 1 1
// its square: 1 2 3 4 5 6 7 8
// exp(x): 1 1 1/2 1/6 1/24 1/120 1/720 1/5040
// exp(x) * exp(-x): 1 0 0 0 0 0 0 0
// exp(x) ** 2 - exp(2x): 0 0 0 0 0 0 0 0
