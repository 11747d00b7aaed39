// Checks what arrives: a contender that loses, doubles or reorders values is broken, not fast.

/** Expects `first`, `first + 1`, … in this order. */
export function inOrder(count, first = 0) {
  let expected = first;
  return {
    visit(value) {
      if (value !== expected) {
        throw new Error(`${describe(value)} arrived instead of ${expected}`);
      }
      expected++;
    },
    finish() {
      if (expected !== first + count) {
        throw new Error(`${expected - first} values of ${count} arrived`);
      }
    },
  };
}

/** Expects each of `first`, …, `first + count - 1` once, in any order. */
export function onceEach(count, first = 0) {
  const seen = new Uint8Array(count);
  let arrived = 0;
  return {
    visit(value) {
      if (!Number.isInteger(value) || value < first || value >= first + count) {
        throw new Error(`${describe(value)} was never sent`);
      }
      if (seen[value - first]++ !== 0) {
        throw new Error(`${value} arrived twice`);
      }
      arrived++;
    },
    finish() {
      if (arrived !== count) {
        throw new Error(`${arrived} values of ${count} arrived`);
      }
    },
  };
}

export function expect(actual, wanted) {
  if (actual !== wanted) {
    throw new Error(`${describe(actual)} instead of ${wanted}`);
  }
}

function describe(value) {
  return typeof value === "symbol" ? value.toString() : `${value}`.slice(0, 40);
}
