// What every buffer makes of a channel: one suite for each kind and capacity. The facts stand beside this file, by theme.
import { suite } from "../../support/test.ts";
import { abortingFacts } from "./buffer.aborting.ts";
import { accountFacts } from "./buffer.accounts.ts";
import { endingFacts } from "./buffer.ending.ts";
import { mannerFacts } from "./buffer.manners.ts";
import { readingFacts } from "./buffer.reading.ts";
import { sendingFacts } from "./buffer.sending.ts";
import { valueFacts } from "./buffer.values.ts";
import type { Kind } from "./kinds.ts";

export type { Kind } from "./kinds.ts";

/** Tests a channel with this kind of buffer. */
export function bufferContract(...kinds: readonly Kind[]): void {
  for (const kind of kinds) {
    const test = suite(`channel(${kind.title})`);
    sendingFacts(test, kind);
    valueFacts(test, kind);
    endingFacts(test, kind);
    abortingFacts(test, kind);
    readingFacts(test, kind);
    mannerFacts(test, kind);
    accountFacts(test, kind);
    test.run();
  }
}
