// The stages that remember something from one item to the next, each beside its model.
import { distinctUntilChanged, dropWhile, scan, takeWhile } from "sluice";
import type { Built } from "./built.ts";
import { each, leftEarly, type Line, nothing, SERIAL } from "./line.ts";
import type { WorkSpec } from "./program.ts";
import { Work } from "./work.ts";
import { digest, type Value, type World } from "./world.ts";

export function serial(
  world: World,
  as: "scan" | "takeWhile" | "dropWhile" | "distinctUntilChanged",
  spec: WorkSpec,
  name: string,
): Built {
  const told = as === "takeWhile" || as === "dropWhile";
  const work = new Work(world, name, told ? spec : { ...spec, stalls: 0 });
  const counts = as === "scan" && spec.fails === 0;
  const manner = { ...SERIAL, stateless: false, counts };
  const stalls = (line: Line) => ({ ...line, stalls: line.stalls || work.mayStall });
  switch (as) {
    case "scan": {
      const plus = (total: number) => (value: Value) => (total * 3 + digest(value)) % 10_007;
      return {
        stage: scan((total, value: Value) => work.run(value, plus(total)), spec.salt),
        model: (line) => {
          let total = spec.salt;
          return each(line, manner, work.made((value) => ({ values: [total = plus(total)(value)] })));
        },
        holding: { cap: 1, weight: () => 1, dropped: () => 0 },
      };
    }
    case "distinctUntilChanged": {
      const key = (value: Value) => digest(value) % 3 === 0;
      return {
        stage: distinctUntilChanged((value: Value) => work.run(value, key)),
        model: (line) => {
          let last: boolean | undefined;
          const changed = (value: Value) => last !== (last = key(value));
          return each(line, manner, work.made((value) => ({ values: changed(value) ? [value] : [] })));
        },
      };
    }
    case "dropWhile": {
      const test = (value: Value) => digest(value) % (spec.salt + 3) !== 2;
      return {
        stage: dropWhile(work.over(test)),
        model: (line) => {
          let dropping = true;
          const tested = work.made((value) => {
            dropping &&= test(value);
            return { values: dropping ? [] : [value] };
          });
          return each(stalls(line), manner, (value) => dropping ? tested(value) : { values: [value] });
        },
      };
    }
    case "takeWhile": {
      const test = (value: Value) => digest(value) % (spec.salt + 5) !== 4;
      return {
        stage: takeWhile(work.over(test)),
        model: (line) => {
          if (line.known !== "sequence") return nothing(leftEarly(stalls(line)));
          const made = work.made((value) => test(value) ? { values: [value] } : { values: [], ending: "end" });
          const taken = each(stalls(line), manner, made);
          const left = taken.values.length < line.values.length && taken.endings[0] === "end";
          return left ? leftEarly(taken) : taken;
        },
      };
    }
  }
}
