// Rewrites the output of esbuild so that engines know what never changes: they then compile it in, instead of reading it
// and comparing it each time. Lines stay lines, so that source maps hold.
//
// rollup (4.68.8 was tried) leaves `const` as it is, but what modules share stays in cells, and functions stay
// reassignable. With the same two chunks, and each class in a pure call, the instructions of an operation on Node 20.20.2
// (`npm run bench:instructions`) were, here and with rollup:
//
//     iterate:16         1,566   1,669
//     receive:0          1,730   1,832
//     select-ready:64    3,535   4,131
//     maps:4               482     628
//     map-unordered:16   1,314   1,600
//
// With a single chunk of core and rooms rollup came to the same (select-ready:64 4,147, maps:4 621, map-unordered:16 1,600).
// On Bun 1.4.5 the times did not differ beyond noise. Sizes and load time were alike: all of `sluice` takes 40,621 bytes
// here and 39,789 with rollup, `{ channel }` 9,439 and 9,445, `{ channel, select, sliding, dropping }` 11,341 and 11,790
// (over its budget); an import on Node 12.0 ms and 11.5 ms, on Bun 11.1 ms and 10.8 ms.

/**
 * esbuild turns everything that a bundle declares outside of functions into `var`; this turns what is never assigned again
 * back into `const`. Accepts and returns the text of a file as esbuild writes it; `variables` are the names that the source
 * declares with `let`.
 */
export function constant(text, variables) {
  return text.replace(
    /^var (?=(\w+) = )/gm,
    (declaration, name) => isVariable(name, variables) ? declaration : "const ",
  );
}

/**
 * The same for what bundles share. What a module exports or imports is in a cell, even in the module itself, and V8 does not
 * know its value: it calls a function to compare something with a mark such as `WAIT`. So the module gets constants of its
 * own, for what it imports, and for what it exports and itself compares with or calls. A function declaration can be
 * assigned to, so both engines check before each call whether it is still the same, JavaScriptCore at each call site. So
 * functions become constants that are not exported or are called here, unless they may be needed on import. (All of this
 * saves 17 % of the instructions of `map-unordered:16` on Node 20, 13 % of `maps:4`, 5 % of `select-ready:64`; constants for
 * exported functions save 3 % of `receive:0` and of `many:16` on Bun, 2 % on Node 20.)
 */
export function shared(text, variables) {
  const imported = namesIn(IMPORTS, text, ([, name, own = name]) => own);
  const exported = namesIn(EXPORTS, text, ([, own]) => own);
  const needed = neededOnImport(text);
  const isOwn = (name) => isCompared(name, text) || isCalled(name, text);
  const isFixed = (name) => !isVariable(name, variables) && !(imported.has(name) && exported.has(name));
  return text
    .replace(FUNCTIONS, (whole, kind, name, rest) => {
      const stays = needed.has(name) || (exported.has(name) && !isCalled(name, text));
      return stays ? whole : `const ${name} = ${kind}${rest};`;
    })
    .replace(IMPORTS, (_, list, from) => {
      const own = [];
      const names = list.replace(NAME, (entry, outside, inside = outside) => {
        if (!isFixed(inside)) return entry;
        own.push(`${inside} = ${inside}$`);
        return `${outside} as ${inside}$`;
      });
      return `import {${names}}${from}${declared(own)}`;
    })
    .replace(EXPORTS, (_, list) => {
      const own = [];
      const names = list.replace(NAME, (entry, inside, outside = inside) => {
        if (!isFixed(inside) || needed.has(inside) || !isOwn(inside)) return entry;
        own.push(`${inside}$ = ${inside}`);
        return `${inside}$ as ${outside}`;
      });
      return `${declared(own)}export {${names}};`;
    });
}

const FUNCTIONS = /^((?:async )?function\*?) (\w+)(\([^]*?\n\})$/gm;
const IMPORTS = /^import \{([^}]*)\}( from "\..*";)$/gm;
const EXPORTS = /^export \{([^}]*)\};$/gm;
const NAME = /(\w+)(?: as (\w+))?/g;

const namesIn = (lists, text, pick) => {
  return new Set([...text.matchAll(lists)].flatMap(([, list]) => [...list.matchAll(NAME)].map(pick)));
};

/**
 * The functions that may be called on import: those that a statement other than a function or a class names, and those that
 * these name in turn. (No class here calls a function when it is defined; a test loads what is built.)
 */
function neededOnImport(text) {
  const bodies = new Map([...text.matchAll(FUNCTIONS)].map(([, , name, rest]) => [name, rest]));
  const isOther = (statement) => !/^(?:\/\/|import|export|(?:async )?function|const \w+ = class)/.test(statement);
  const needed = new Set();
  const need = (code) => {
    for (const name of code.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<!\.)\.\w+/g, "").match(/\w+/g) ?? []) {
      if (!bodies.has(name) || needed.has(name)) continue;
      needed.add(name);
      need(bodies.get(name));
    }
  };
  text.split(/\n(?=[^\s})\]])/).filter(isOther).forEach(need);
  return needed;
}

const isCompared = (name, text) => new RegExp(`[!=]== ${name}\\b(?!\\()`).test(text);
/** Not as a method: `  take(count) {`, or `ring.take(`; nor after `new`, which is not slower. */
const isCalled = (name, text) => {
  const method = `^ +(?:async )?${name}\\(.*\\) \\{$`;
  return new RegExp(`^(?!${method}).*(?<!(?<!\\.)\\.|function |new |class )\\b${name}\\(`, "m").test(text);
};

const declared = (constants) => constants.length === 0 ? "" : ` const ${constants.join(", ")}; `;

/** The names that a module declares with `let` outside of functions. */
export function variablesOf(source) {
  return [...source.matchAll(/^(?:export )?let (\w+)/gm)].map(([, name]) => name);
}

/** esbuild appends a number to a name that exists already. */
function isVariable(name, variables) {
  const digits = /\d*$/.exec(name)[0].length;
  return [...Array(digits + 1).keys()].some((cut) => variables.has(name.slice(0, name.length - cut)));
}
