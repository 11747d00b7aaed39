/** How the objects of the library print themselves: in one line, by the word that users know them by (C29). */

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** What an object says of itself; what is `false` is left out. */
export type Notes = readonly (string | false)[];

/**
 * Has an object, or those of a class, by its prototype, print themselves in Node, Bun and Deno as `Word first, second`, by
 * their notes; an empty first note leaves only the word before the comma. The word is the `toString` tag, too. Called in
 * the static block of a class, it may read what is private.
 */
export function printed<T extends object>(prototype: T, word: string, notesOf: (it: T) => Notes = NOTHING): T {
  const line = {
    value(this: T) {
      const [first, ...others] = notesOf(this);
      return [first ? `${word} ${first}` : word, ...others].filter(Boolean).join(", ");
    },
  };
  return Object.defineProperties(prototype, {
    [Symbol.toStringTag]: { value: word },
    [inspect]: line,
    [Symbol.for("Deno.customInspect")]: line,
  });
}

const NOTHING = (): Notes => [""];

/** The line of one of our objects. */
export function lineOf(object: object): string {
  return (object as { readonly [inspect]: () => string })[inspect]();
}

/** `1 sender`, `2 senders`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** `2 senders waiting`, where there are any. */
export function waiting(count: number, who: string): string | false {
  return count > 0 && `${counted(count, who)} waiting`;
}

/** How full a buffer is. */
export function filled({ size, capacity }: { readonly size: number; readonly capacity: number }): Notes {
  return [`${size}/${capacity}`];
}
