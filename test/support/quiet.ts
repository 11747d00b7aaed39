// Imported before uvu where a host prints whole lines only: each of uvu's dots would be one.
interface Host {
  readonly process?: { readonly stdout?: { write(text: string): boolean } };
  print?: (text: string) => void;
}

const host = globalThis as Host;
const { print } = host;

if (host.process?.stdout !== undefined) host.process.stdout.write = () => true;
if (print !== undefined) host.print = () => {}; // uvu takes it when it is loaded

/** Ends the quiet, once uvu is loaded. */
export function speak(): void {
  if (print !== undefined) host.print = print;
}
