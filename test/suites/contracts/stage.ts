// What every stage promises: one suite for each. The facts stand beside this file, by theme.
import { type Suite, suite } from "../../support/test.ts";
import { abortingFacts } from "./stage.aborting.ts";
import { breakingFacts } from "./stage.breaking.ts";
import { failingFacts } from "./stage.failing.ts";
import { facts, isGreedy, type StageKind } from "./stage.kinds.ts";
import { leavingFacts } from "./stage.leaving.ts";
import { pullingFacts } from "./stage.pulling.ts";
import { releasingFacts } from "./stage.releasing.ts";
import { runningFacts } from "./stage.running.ts";
import { valueFacts } from "./stage.values.ts";
import { waitingFacts } from "./stage.waiting.ts";
import { workingFacts } from "./stage.working.ts";

export type { AnyStage, StageKind, Work, Working } from "./stage.kinds.ts";

/** A suite for each of these stages, in a use that passes everything on. The last line of their file runs them. */
export function stageContract(...kinds: readonly StageKind[]): { run(): void } {
  const suites = kinds.map(suiteFor);
  return { run: () => suites.forEach((test) => test.run()) };
}

function suiteFor(kind: StageKind): Suite {
  const test = suite(`stage ${kind.title}`);
  const fact = facts(test, kind);
  runningFacts(fact, kind);
  pullingFacts(fact, kind);
  failingFacts(fact, kind);
  leavingFacts(fact, kind);
  if (!isGreedy(kind)) releasingFacts(fact, kind);
  waitingFacts(fact, kind);
  abortingFacts(fact, kind);
  if (kind.untouched ?? true) valueFacts(fact, kind);
  if (kind.working !== undefined) {
    workingFacts(fact, kind, kind.working);
    breakingFacts(fact, kind, kind.working);
  }
  return test;
}
