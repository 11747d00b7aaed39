// Lets bundlers drop the classes and constants of a bundled file that nobody uses. They keep a class that extends another
// or has computed names, since evaluating those could have effects; ours have none (nothing happens on import). A call
// that is marked as pure may be dropped, so each class is made in one. Lines stay lines, so that source maps hold.

/** Takes and gives the text of a file as esbuild writes it. */
export function droppable(text) {
  return text
    .replace(
      /^(var|const) (\w+) = class( \w+)?((?: extends \w+)? \{(?:\n[^}].*|\n)*)\n\};$/gm,
      (_, kind, name, inside = ` ${name}`, rest) =>
        `${kind} ${name} = /* @__PURE__ */ (() => class${inside}${rest}\n})();`,
    )
    .replace(/^((?:var|const) \w+ = )(?=new |(?:Promise|Object)\.\w+\()/gm, "$1/* @__PURE__ */ ");
}
