/** A Proxy of such a thing that was revoked: every use of it throws an error of the engine. */
export function revoked<T extends object>(of: T): T {
  const { proxy, revoke } = Proxy.revocable(of, {});
  revoke();
  return proxy;
}
