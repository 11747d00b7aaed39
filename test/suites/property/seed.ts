// Runs a property and says with which seed; `SLUICE_SEED`, `SLUICE_PATH` and `SLUICE_RUNS` replay it or run more of it.
import fc from "fast-check";
import { effort } from "../../support/host.ts";

interface Host {
  readonly process?: { readonly env: Readonly<Record<string, string | undefined>> };
}

const { process } = globalThis as Host;
const { SLUICE_SEED, SLUICE_PATH, SLUICE_RUNS } = process?.env ?? {};

/** The same programs each time, so that a run says the same of the same code: `npm run test:explore` tries others. */
const usual = 1;

/** Checks a property; prints its seed, and when it fails how to replay the failure. */
export async function hold<T>(name: string, property: fc.IAsyncProperty<[T]>, runs: number): Promise<void> {
  const seed = SLUICE_SEED === undefined ? usual : Number(SLUICE_SEED);
  const path = SLUICE_PATH === undefined ? {} : { path: SLUICE_PATH };
  const numRuns = SLUICE_RUNS === undefined ? Math.ceil(runs * effort()) : Number(SLUICE_RUNS);
  const details = await fc.check(property, { seed, numRuns, ...path });
  if (!details.failed) return console.log(`${name}: ${details.numRuns} programs hold, seed ${details.seed}`);
  const replay = `SLUICE_SEED=${details.seed} SLUICE_PATH=${details.counterexamplePath}`;
  const cause = details.errorInstance;
  const shown = fc.stringify(details.counterexample?.[0]);
  throw new Error(
    `${name}: replay with ${replay}\n${shown}\n${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
    },
  );
}
