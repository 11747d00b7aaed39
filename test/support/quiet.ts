// Imported before uvu where a host prints whole lines only: each of uvu's dots would be one.
interface Host {
  readonly process?: { readonly stdout?: { write(text: string): boolean } };
}

const { stdout } = (globalThis as Host).process ?? {};
if (stdout !== undefined) stdout.write = () => true;
