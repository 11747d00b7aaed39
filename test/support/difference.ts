// How what was expected and what came differ, as other tools show it: `-` expected, `+` actual.
/// <reference path="./diff.d.ts" />
import { diffLines } from "diff";

interface Assertion extends Error {
  details?: unknown;
  readonly actual?: unknown;
  readonly expects?: unknown;
}

/** Has an assertion of uvu, which marks them the other way round, show its difference by this. */
export function withDifference(error: Error): Error {
  const assertion = error as Assertion;
  if (error.name === "Assertion" && assertion.details) {
    assertion.details = difference(assertion.actual, assertion.expects);
  }
  return error;
}

/** The lines of both values: those in common once, the others marked. */
export function difference(actual: unknown, expected: unknown): string {
  const [before, after] = [shown(expected), shown(actual)];
  const parts = before === after
    ? [{ value: `${named(expected)}\n`, removed: true }, { value: `${named(actual)}\n`, added: true }]
    : diffLines(`${before}\n`, `${after}\n`);
  const lines = parts.flatMap(({ value, added, removed }) =>
    value.replace(/\n$/, "").split("\n").map((line) => `${added ? "+" : removed ? "-" : " "} ${line}`)
  );
  return ["- expected", "+ actual", "", ...lines].join("\n");
}

function shown(value: unknown): string {
  if (typeof value === "string") return value.includes("\n") ? value : JSON.stringify(value);
  return value !== null && typeof value === "object" && !(value instanceof RegExp)
    ? JSON.stringify(value, printable(), 2)
    : plain(value);
}

/** Two values that look the same differ in kind. */
function named(value: unknown): string {
  return `${plain(value)} (${value?.constructor?.name ?? typeof value})`;
}

function plain(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  try {
    return typeof value === "bigint" ? `${value}n` : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** For what JSON has no words; and keys in one order, so that only differences are shown that count. */
function printable(): (key: string, value: unknown) => unknown {
  const seen = new Set<object>();
  return (_, value) => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)) return value;
    if (typeof value !== "object") return plain(value);
    if (seen.has(value)) return "seen above";
    seen.add(value);
    return sorted(value);
  };
}

function sorted(value: object): object {
  if (Array.isArray(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}
