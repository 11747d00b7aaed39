// Calls something with each wrong value in the place of each argument and each option, and uses what it returns.
import { ticks, turn } from "../../support/test.ts";
import { isOurs } from "./judge.ts";
import { use } from "./use.ts";
import { wrongValues } from "./values.ts";

/** Right arguments by the names of their parameters, in order. A plain object among them is swept member by member. */
export type Right = Readonly<Record<string, unknown>>;

/** Makes right arguments for one call. The signal aborts after it, so that nothing goes on. */
export type MakeRight = (signal: AbortSignal) => Right;

/** What is known of an export. */
export interface Entry {
  readonly args: MakeRight;
  /** What the function that it returns is called with. */
  readonly returned?: MakeRight;
  /** What the methods of the object that it returns are called with. */
  readonly methods?: Readonly<Record<string, MakeRight>>;
}

type Call = (...given: readonly unknown[]) => unknown;

interface Callee {
  readonly call: Call;
  /** What it is a method of. */
  readonly of?: unknown;
}

/** Every error of the engine that came out, with the call that it came out of. */
export async function sweep(name: string, exported: unknown, entry: Entry): Promise<string[]> {
  const make = caller(exported);
  const faults = await sweepCall(name, () => ({ call: make }), entry.args);
  const again = (signal: AbortSignal) => make(...Object.values(entry.args(signal)));
  if (entry.returned !== undefined) {
    faults.push(...await sweepCall(`${name}()`, (signal) => ({ call: again(signal) as Call }), entry.returned));
  }
  for (const [method, args] of Object.entries(entry.methods ?? {})) {
    const open = (signal: AbortSignal): Callee => {
      const of = again(signal) as Record<string, Call>;
      return { call: (...given) => (of[method] as Call)(...given), of };
    };
    faults.push(...await sweepCall(`${name}().${method}`, open, args));
  }
  await turn();
  return faults;
}

function caller(exported: unknown): Call {
  const isClass = /^class\b/.test(Function.prototype.toString.call(exported));
  return isClass ? (...given) => Reflect.construct(exported as never, given) : exported as Call;
}

async function sweepCall(label: string, open: (signal: AbortSignal) => Callee, args: MakeRight): Promise<string[]> {
  const faults: string[] = [];
  const right = args(new AbortController().signal);
  const names = Object.keys(right);
  await one(undefined, open, args, () => {}, (error) => {
    if (Object(error).name !== "AbortError") faults.push(`${label}(${names.join(", ")}): ${error}`);
  });
  for (const path of paths(right)) {
    for (const [kind, wrong] of Object.entries(wrongValues)) {
      const value = wrong();
      const report = (error: unknown) => {
        if (isOurs(error, { names: [...names, ...path], value })) return;
        faults.push(`${label}(… ${path.join(".")}: ${kind} …): ${error}`);
      };
      await one(value, open, args, (given) => put(given, path, value), report);
    }
  }
  return faults;
}

async function one(
  value: unknown,
  open: (signal: AbortSignal) => Callee,
  args: MakeRight,
  spoil: (given: Record<string, unknown>) => void,
  report: (error: unknown) => void,
): Promise<void> {
  const controller = new AbortController();
  const given = { ...args(controller.signal) };
  spoil(given);
  const { call, of } = open(controller.signal);
  try {
    const result = call(...Object.values(given));
    if (!Object.is(result, value)) await use(result, report);
  } catch (error) {
    report(error);
  }
  await use(of, () => {});
  controller.abort();
  await ticks(3);
}

/** The paths of all arguments, and of all members of plain objects among them. */
function paths(given: Right): (readonly string[])[] {
  return Object.entries(given).flatMap(([key, value]) => [
    [key],
    ...isPlain(value) ? paths(value).map((path) => [key, ...path]) : [],
  ]);
}

function isPlain(given: unknown): given is Right {
  return given !== null && typeof given === "object" && Object.getPrototypeOf(given) === Object.prototype;
}

function put(given: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  const name = key as string;
  if (rest.length === 0) given[name] = value;
  else put(given[name] = { ...given[name] as Right }, rest, value);
}
