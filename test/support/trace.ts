// What a trace has told, to be compared.
import type { Trace } from "sluice/trace";

/** The events as `kind operation value outcome`, as far as they have these, but for those that make channels. */
export function told({ events }: Trace): string[] {
  return events.filter(({ kind }) => kind !== "make").map(({ kind, operation, value, outcome }) =>
    [kind, operation, value, outcome].filter((word) => word !== undefined).join(" ")
  );
}
