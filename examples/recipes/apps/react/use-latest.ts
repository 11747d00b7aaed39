// The newest value of a source of events, as a React hook.
import { useEffect, useState } from "react";
import type { Receiver } from "sluice";

/**
 * The newest value of a receiver that `open` makes when the component is mounted. It is disposed when the component is
 * unmounted, so under StrictMode, which mounts twice, one of the two receivers remains. Wrap `open` in `useCallback`, or define it
 * outside the component.
 */
export function useLatest<T>(open: () => Receiver<T> & Disposable, initial: T): T {
  const [value, setValue] = useState(initial);
  const [failure, setFailure] = useState<{ error: unknown }>();
  useEffect(() => {
    const values = open();
    (async () => {
      for await (const value of values) setValue(() => value);
    })().catch((error) => setFailure({ error }));
    return () => values[Symbol.dispose]();
  }, [open]);
  if (failure !== undefined) throw failure.error; // for the nearest error boundary
  return value;
}
