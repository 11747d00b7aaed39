/**
 * Loads a copy of a module of src, such as "core/turn", that looks at the globals anew; each name gives another one.
 * A bundle has its own version of this file: see tools/bundle.mjs.
 */
export function copyOf<Module>(module: string, name: string): Promise<Module> {
  const path = `../../src/${module}.ts?${name}`;
  return import(path);
}
