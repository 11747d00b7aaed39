// Tells engines what never changes, so that they put that into the code that they compile instead of reading, and
// comparing, it each time. Lines stay lines, so that source maps hold. (By counting, on Node 20, what is below as `shared`
// saves 17 % of the instructions of `map-unordered:16`, 13 % of `maps:4`, 5 % of `select-ready:64`.)

/**
 * esbuild makes a `var` of all that a bundle declares outside of functions; this gives `const` back to what is never
 * assigned again. Takes and gives the text of a file as esbuild writes it; `variables` are the names that the source
 * declares by `let`.
 */
export function constant(text, variables) {
  return text.replace(
    /^var (?=(\w+) = )/gm,
    (declaration, name) => isVariable(name, variables) ? declaration : "const ",
  );
}

/**
 * The same for what bundles share. What a module exports or imports is in a cell, in the module itself, too, and V8 does
 * not know what: to compare a value with such a mark as `WAIT` it calls a function. So the module gets constants of its
 * own: for what it imports, and for what it exports and itself compares with or calls. And a function is something that
 * anybody could assign to: both engines look whether it is still the same before each call, JavaScriptCore in each place.
 * So those become constants, too, that are not exported or are called here, unless they may be needed on import. (Of that
 * with exported ones: 3 % of `receive:0` and of `many:16` on Bun, 2 % on Node 20.)
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
 * The functions that what is neither a function nor a class names, which may be evaluated where it stands, and those that
 * these name. (No class here calls one when it is made; that what is built can be loaded is tested.)
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

/** To make one of a class is no slower. */
const isCompared = (name, text) => new RegExp(`[!=]== ${name}\\b(?!\\()`).test(text);
/** Anywhere but where it is a method: `  take(count) {`, or `ring.take(`. */
const isCalled = (name, text) => {
  const method = `^ +(?:async )?${name}\\(.*\\) \\{$`;
  return new RegExp(`^(?!${method}).*(?<!(?<!\\.)\\.|function |new |class )\\b${name}\\(`, "m").test(text);
};

const declared = (constants) => constants.length === 0 ? "" : ` const ${constants.join(", ")}; `;

/** The names that a module declares by `let` outside of functions. */
export function variablesOf(source) {
  return [...source.matchAll(/^(?:export )?let (\w+)/gm)].map(([, name]) => name);
}

/** esbuild adds a number to a name that is there already. */
function isVariable(name, variables) {
  const digits = /\d*$/.exec(name)[0].length;
  return [...Array(digits + 1).keys()].some((cut) => variables.has(name.slice(0, name.length - cut)));
}
