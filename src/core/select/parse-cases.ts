/** The keys and cases that a user gives to a select. */
import { isRevoked, isSignal, membersOf, shown } from "../engine/arguments.ts";
import { isOwn, receivingCase } from "../waiting/case-protocol.ts";
import { ForeignCase } from "./foreign-case.ts";
import { promiseCase } from "./promise-case.ts";
import { SignalCase } from "./signal-case.ts";
import type { MaybeCase } from "./pick.ts";
import type { Case } from "../select-types.ts";
import type { End, Got } from "../types.ts";

export type Key = string | number;

/** A hit of cases whose types are not known. */
export type AnyHit = { readonly key: Key } & (Got<unknown> | End);

/** The keys of the cases that a user wrote; `undefined`: they are an array, and the keys are the indexes. */
export function keysOf(cases: unknown): readonly string[] | undefined {
  const held = typeof cases === "object" && cases !== null && !isRevoked(cases);
  if (!held || receivingCase in cases) {
    const given = held ? "a channel" : shown(cases);
    throw new TypeError(`cases must be an object or an array of cases, not ${given}`);
  }
  const keys = Array.isArray(cases) ? undefined : Object.keys(cases);
  if ((keys ?? cases as unknown[]).length === 0) throw new TypeError("cases must hold at least one case");
  return keys;
}

/** The key of the case that stands there: its number where there is no other, as for one that came after the keys were read. */
export function keyAt(keys: readonly string[] | undefined, index: number): Key {
  return keys?.[index] ?? index;
}

/** The cases themselves, in the order of their keys. */
export function valuesOf(cases: unknown, keys: readonly string[] | undefined): readonly unknown[] {
  return keys === undefined ? cases as readonly unknown[] : Object.values(cases as object);
}

/** The cases that a user wrote, as a select wants them. */
export function ownCases(given: readonly unknown[], keys: readonly string[] | undefined): readonly MaybeCase[] {
  const own = new Array<MaybeCase>(given.length); // a select is short-lived: an array that grows costs more than all else
  for (let index = 0; index < given.length; index++) own[index] = ownCase(given[index], keyAt(keys, index));
  return own;
}

/** The case that a user wrote, as a select wants it; `undefined` for one that is switched off. */
export function ownCase(given: unknown, key: Key): MaybeCase {
  if (given === null || given === undefined || given === false) return undefined;
  if (isOwn(given)) return given;
  const { [receivingCase]: receiving, poll, park, then } = membersOf(given);
  if (typeof receiving === "function") return new ForeignCase(receiving.call(given));
  if (typeof poll === "function" && typeof park === "function") return new ForeignCase(given as Case<Got<unknown>>);
  if (isSignal(given)) return new SignalCase(given);
  if (typeof then === "function") return promiseCase(given as PromiseLike<unknown>);
  throw new TypeError(
    `case ${shown(key)} must be a channel, a timer, sending(), a signal, a promise, a Case or null, not ${
      shown(given)
    }`,
  );
}
