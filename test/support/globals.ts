/** Runs `body` with other globals. */
export async function withGlobals(globals: object, body: () => unknown): Promise<void> {
  const host = globalThis as Record<string, unknown>;
  const before = Object.fromEntries(Object.keys(globals).map((name) => [name, host[name]]));
  Object.assign(host, globals);
  try {
    await body();
  } finally {
    Object.assign(host, before);
  }
}
