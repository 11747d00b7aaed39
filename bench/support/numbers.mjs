let made = [];

/** 0, 1, …: the same array each time it has the same length, so that making it is not measured. */
export function numbers(count) {
  if (made.length !== count) {
    made = Array.from({ length: count }, (_, value) => value);
  }
  return made;
}

/** Functions that add one, each of its own, as in a pipeline where every stage does something else. */
export function functions(count) {
  return [
    (value) => value + 1,
    (value) => 1 + value,
    (value) => value - -1,
    (value) => -(-1 - value),
  ].slice(0, count);
}

/** The least a task can be that is asynchronous. */
// deno-lint-ignore require-await -- as users write it
export const task = async (value) => value + 1;
