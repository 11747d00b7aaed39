// After the buffers of core.async (Rich Hickey, "core.async", Strange Loop, 2013) and a ticker that is too fast for all.
//
// It shows one stream for three readers, none of whom holds it up: a screen wants the newest prices, a portfolio the
// newest price of each share, and an auditor all of them. Who loses what is a word at the channel, and is counted.
import { type Buffer, channel, conflating, sliding, unbounded } from "sluice";
import { seeded } from "../seeded.ts";

interface Quote {
  readonly share: string;
  readonly cents: number;
}

const random = seeded(2013);
const cents: Record<string, number> = { TEA: 1000, RUM: 2000, OAK: 500 };

function* quotes(count: number): Generator<Quote> {
  const shares = Object.keys(cents);
  for (; count > 0; count--) {
    const share = shares[Math.floor(random() * shares.length)] ?? "";
    cents[share] = (cents[share] ?? 0) + Math.floor(random() * 21) - 10;
    yield { share, cents: cents[share] };
  }
}

const reader = (buffer: Buffer<Quote>) => channel(buffer);
const screen = reader(sliding(3));
const portfolio = reader(conflating({ keyOf: ({ share }) => share }));
const auditor = reader(unbounded());

for (const quote of quotes(1000)) {
  for (const each of [screen, portfolio, auditor]) await each.send(quote); // never waits
}

const shown = ({ share, cents }: Quote) => `${share} ${(cents / 100).toFixed(2)}`;
for (const [title, each] of Object.entries({ screen, portfolio, auditor })) {
  each.close();
  const seen: string[] = [];
  for await (const quote of each) seen.push(shown(quote));
  console.log(`${title}: ${seen.length} seen, ${each.stats.dropped} dropped; last ${seen.slice(-3).sort().join(", ")}`);
}

// Output:
// screen: 3 seen, 997 dropped; last OAK 3.90, OAK 3.90, RUM 18.64
// portfolio: 3 seen, 997 dropped; last OAK 3.90, RUM 18.64, TEA 10.51
// auditor: 1000 seen, 0 dropped; last OAK 3.90, OAK 3.90, RUM 18.64
