/** Several listeners that are added and removed together. */

type Stop = () => void;

/**
 * Starts all listeners and returns a function that stops them. If one cannot be started, those before it are stopped.
 */
export function listenAll(starts: readonly (() => Stop)[]): Stop {
  const stops: Stop[] = [];
  try {
    for (const start of starts) stops.push(start());
  } catch (error) {
    firstFailure(stops);
    throw error;
  }
  return () => {
    const failure = firstFailure(stops);
    if (failure !== undefined) throw failure.error;
  };
}

/** Calls each function, even after one that throws. */
function firstFailure(stops: readonly Stop[]): { readonly error: unknown } | undefined {
  let failure: { readonly error: unknown } | undefined;
  for (const stop of stops) {
    try {
      stop();
    } catch (error) {
      failure ??= { error };
    }
  }
  return failure;
}
