// What a hit is known to be.
import {
  after,
  type Case,
  type CaseLike,
  channel,
  type End,
  type Got,
  type Off,
  type Receiver,
  select,
  selectLoop,
  type SelectOptions,
  type Sender,
  sending,
  ticker,
  trySelect,
} from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

const [jobs, results] = [channel<string>(), channel<number>()];
const signal = some<AbortSignal>();
const reply = some<Promise<Date>>();
const condition = some<boolean>();

export async function aHitIsNarrowedByItsKey(): Promise<void> {
  const hit = await select({
    job: jobs,
    out: sending(results, 42),
    late: after(1_000),
    note: after(1_000, "late"),
    beat: ticker(10),
    stop: signal,
    reply,
    off: condition ? jobs : null,
  });
  switch (hit.key) {
    case "job":
      holds<Same<typeof hit.value, string | undefined>>();
      if (hit.done) holds<Same<typeof hit.value, undefined>>();
      else holds<Same<typeof hit.value, string>>();
      break;
    case "out":
      holds<Same<typeof hit.value, undefined>>();
      holds<Same<typeof hit.done, false>>();
      break;
    case "late":
      holds<Same<typeof hit.value, undefined>>();
      break;
    case "note":
      holds<Same<typeof hit.value, string | undefined>>();
      break;
    case "beat":
      holds<Same<typeof hit.value, number | undefined>>();
      break;
    case "stop":
      holds<Same<typeof hit.value, unknown>>();
      holds<Same<typeof hit.done, false>>();
      break;
    case "reply":
      holds<Same<typeof hit.value, Date>>();
      holds<Same<typeof hit.done, false>>();
      break;
    case "off":
      if (!hit.done) holds<Same<typeof hit.value, string>>();
      break;
    default:
      holds<Same<typeof hit, never>>();
  }
}

export async function aMisspeltKeyIsAnError(): Promise<void> {
  const hit = await select({ job: jobs, out: sending(results, 42) });
  // @ts-expect-error: there is no such case
  if (hit.key === "jobs") return;
  switch (hit.key) {
    case "job":
      break;
    // @ts-expect-error: there is no such case
    case "outt":
      break;
  }
}

export async function aHitCanBeTakenApart(): Promise<void> {
  const { key, done, value } = await select({ job: jobs, reply });
  holds<Same<typeof key, "job" | "reply">>();
  if (key === "reply") {
    holds<Same<typeof value, Date>>();
    holds<Same<typeof done, false>>();
  } else if (!done) holds<Same<typeof value, string>>();
}

export async function anArrayWrittenInPlaceIsATuple(): Promise<void> {
  const hit = await select([jobs, sending(results, 42), reply]);
  holds<Same<typeof hit.key, 0 | 1 | 2>>();
  switch (hit.key) {
    case 0:
      if (!hit.done) holds<Same<typeof hit.value, string>>();
      break;
    case 1:
      holds<Same<typeof hit.value, undefined>>();
      break;
    case 2:
      holds<Same<typeof hit.value, Date>>();
      break;
    default:
      holds<Same<typeof hit, never>>();
  }
  // @ts-expect-error: there are three
  if (hit.key === 3) return;
}

export async function anyOtherArrayHasNumbers(): Promise<void> {
  const hit = await select(some<Receiver<string>[]>());
  holds<Same<typeof hit.key, number>>();
  if (!hit.done) holds<Same<typeof hit.value, string>>();
  const readonlyHit = await select(some<readonly (Receiver<string> | Promise<Date>)[]>());
  holds<Same<typeof readonlyHit.key, number>>();
  holds<Same<typeof readonlyHit.value, string | Date | undefined>>();
}

export async function anyOtherObjectHasStrings(): Promise<void> {
  const hit = await select(some<{ [name: string]: Receiver<string> }>());
  use<string | number>(hit.key);
  if (!hit.done) holds<Same<typeof hit.value, string>>();
}

export async function whatIsSwitchedOffGivesNothing(): Promise<void> {
  const hit = await select({ a: null, b: undefined, c: false, job: jobs });
  holds<Same<typeof hit.key, "job">>();
  const maybe = await select({
    a: condition ? jobs : null,
    b: condition && sending(results, 1),
    c: some<Receiver<Date> | undefined>(),
  });
  holds<Same<typeof maybe.key, "a" | "b" | "c">>();
  if (maybe.key === "c" && !maybe.done) holds<Same<typeof maybe.value, Date>>();
  const nothing = await select({ a: null });
  holds<Same<typeof nothing, never>>();
}

export function trySelectMayGiveNothing(): void {
  const hit = trySelect({ job: jobs, reply });
  // @ts-expect-error: there may be no hit
  hit.key;
  if (hit === undefined) return;
  holds<Same<typeof hit.key, "job" | "reply">>();
  if (hit.key === "reply") holds<Same<typeof hit.value, Date>>();
}

export async function aLoopGivesTheSameHits(): Promise<void> {
  const loop = selectLoop({ job: jobs, out: () => sending(results, 42), maybe: () => condition && reply });
  for await (const hit of loop) {
    switch (hit.key) {
      case "job":
        if (!hit.done) holds<Same<typeof hit.value, string>>();
        break;
      case "out":
        holds<Same<typeof hit.value, undefined>>();
        break;
      case "maybe":
        holds<Same<typeof hit.value, Date>>();
        break;
      default:
        holds<Same<typeof hit, never>>();
    }
  }
  for await (const hit of selectLoop([jobs, () => reply])) {
    holds<Same<typeof hit.key, 0 | 1>>();
    if (hit.key === 1) holds<Same<typeof hit.value, Date>>();
  }
  const next = await loop.next();
  if (next.done) holds<Same<typeof next.value, undefined>>();
}

export async function onlyALoopTakesFunctions(): Promise<void> {
  // @ts-expect-error: a function is no case of a select
  await select({ job: () => jobs });
  // @ts-expect-error: a function is no case of a select
  trySelect([() => jobs]);
  // @ts-expect-error: nor may the function of a loop give another one
  selectLoop({ job: () => () => jobs });
}

export async function whatIsNoCaseIsAnError(): Promise<void> {
  // @ts-expect-error: a number is no case
  await select({ job: 5 });
  // @ts-expect-error: true is no case; false is never ready
  await select({ job: true });
  // @ts-expect-error: a text is no case
  await select(["job"]);
  // @ts-expect-error: half a case is none
  await select({ job: { poll: () => undefined } });
  // @ts-expect-error: these are no cases
  await select("jobs");
  // @ts-expect-error: there is something to select from
  await select();
}

export async function aSenderIsNoCase(): Promise<void> {
  // @ts-expect-error: sending() says what to send
  await select({ out: some<Sender<number>>() });
}

export function sendingTakesWhatTheSenderTakes(): void {
  const out = sending(results, 42);
  holds<Same<typeof out, Case<Got<undefined>>>>();
  sending(some<Sender<string | number>>(), 42);
  sending(channel<{ a: number; b?: string }>(), { a: 1, b: "x" });
  // @ts-expect-error: the channel takes numbers
  sending(results, "42");
  // @ts-expect-error: the value does not widen what the channel takes
  sending(some<Sender<"a" | "b">>(), "c");
  // @ts-expect-error: the object has a member too many
  sending(channel<{ a: number }>(), { a: 1, c: 2 });
  // @ts-expect-error: there is something to send
  sending(results);
  // @ts-expect-error: nothing can be sent to a receiver
  sending(some<Receiver<number>>(), 42);
}

export async function optionsAreChecked(): Promise<void> {
  const options: SelectOptions = { signal, priority: true };
  await select({ job: jobs }, options);
  await select({ job: jobs }, { signal: undefined, priority: undefined });
  // @ts-expect-error: there is no such option
  await select({ job: jobs }, { timeout: 10 });
  // @ts-expect-error: a controller is no signal
  await select({ job: jobs }, { signal: new AbortController() });
  trySelect({ job: jobs }, { priority: true });
  // @ts-expect-error: what never waits cannot be aborted
  trySelect({ job: jobs }, { signal });
  selectLoop({ job: jobs }, { signal, priority: false });
}

export function everyCaseIsACaseLike(): void {
  use<CaseLike>(jobs);
  use<CaseLike>(sending(results, 1));
  use<CaseLike>(signal);
  use<CaseLike>(reply);
  use<CaseLike>(after(10));
  use<CaseLike>(some<Off>());
  use<CaseLike>(some<Case<Got<string> | End>>());
  // @ts-expect-error: only a loop takes functions
  use<CaseLike>(() => jobs);
}

export async function casesMayBeReadonly(): Promise<void> {
  const cases = { job: jobs, reply } as const;
  holds<Same<Awaited<ReturnType<typeof select<typeof cases>>>["key"], "job" | "reply">>();
  const tuple = [jobs, reply] as const;
  const hit = await select(tuple);
  holds<Same<typeof hit.key, 0 | 1>>();
}

export async function aGenericFunctionMaySelect<T>(
  from: Receiver<T>,
  late: Receiver<undefined>,
): Promise<T | undefined> {
  const hit = await select({ from, late });
  if (hit.key === "late" || hit.done) return undefined;
  return hit.value;
}
