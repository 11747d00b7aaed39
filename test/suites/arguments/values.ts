// What people give by mistake, each made afresh, since a buffer or an iterator can be used only once.

import { revoked } from "../../support/revoked.ts";

/** What a getter of the user's throws: it may come out as it is. */
export class Theirs extends Error {
  override readonly name = "Theirs";
}

export const wrongValues: Readonly<Record<string, () => unknown>> = {
  "undefined": () => undefined,
  "null": () => null,
  "true": () => true,
  "NaN": () => NaN,
  "-1": () => -1,
  "1.5": () => 1.5,
  "2 ** 53": () => 2 ** 53,
  "Infinity": () => Infinity,
  "5n": () => 5n,
  "an empty string": () => "",
  "a string": () => "x",
  "a symbol": () => Symbol("s"),
  "{}": () => ({}),
  "[]": () => [],
  "[undefined]": () => [undefined],
  "() => {}": () => () => {},
  "a revoked Proxy": () => revoked({}),
  "a revoked Proxy of a function": () => revoked(() => {}),
  "Object.create(null)": () => Object.create(null),
  "an object whose getters throw": throwing,
  "a promise": () => new Promise(() => {}),
  "an invalid date": () => new Date(NaN),
};

function throwing(): unknown {
  const get = (_: object, key: PropertyKey) => {
    throw new Theirs(`get ${String(key)}`);
  };
  return new Proxy({}, { get, has: get });
}
