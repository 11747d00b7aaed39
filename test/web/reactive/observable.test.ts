import * as assert from "uvu/assert";
import { of } from "rxjs";
import { observableKey, observableOf } from "../../../src/web/reactive/observable.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("observable");

const symbols = Symbol as { observable?: symbol };

test("an observable is told by subscribe(), or by what it gives under Symbol.observable (W3)", () => {
  const observable = of(1);
  assert.is(observableOf(observable), observable);
  assert.is(observableOf({ [observableKey()]: () => observable } as never), observable);
  assert.is(observableOf({ "@@observable": () => observable } as never), observable);
});

test("a store with a subscribe() of its own stands for what its Symbol.observable gives (W3)", () => {
  const observable = of(1);
  const store = {
    subscribe: () => assert.unreachable(),
    "@@observable"() {
      assert.is(this, store);
      return observable;
    },
  };
  assert.is(observableOf(store), observable);
});

test("the key is the symbol where there is one, and RxJS's name elsewhere (W3)", () => {
  const before = symbols.observable;
  try {
    delete symbols.observable;
    assert.is(observableKey(), "@@observable");
    const symbol = symbols.observable = Symbol("observable");
    assert.is(observableKey(), symbol);
  } finally {
    if (before === undefined) delete symbols.observable;
    else symbols.observable = before;
  }
});

test("anything else is a TypeError (C25)", () => {
  for (const given of [undefined, null, {}, [1], { "@@observable": () => 7 }]) {
    assert.match(
      thrownBy<Error>(() => observableOf(given as never)).message,
      /^observable must have subscribe\(\), not/,
    );
  }
});

test.run();
