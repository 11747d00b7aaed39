/** Names what the library did without when it was loaded, as it then does: so that tests can say it in every engine. */
export function nameSymbols(): void {
  for (const name of ["dispose", "asyncDispose"]) {
    if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) });
  }
}
