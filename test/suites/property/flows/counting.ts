// The stages that call no function, each beside its model.
import { batch, buffer, compose, drop, flatMap, take } from "sluice";
import { counted } from "./buffers.ts";
import type { Built } from "./built.ts";
import { greedy, leaves } from "./foreign.ts";
import { cut, each, type Line, nothing, SERIAL, wanting } from "./line.ts";
import { MOMENT } from "./pace.ts";
import type { StageSpec } from "./program.ts";
import type { Value, World } from "./world.ts";

export function counting(
  world: World,
  as: "take" | "drop" | "batch" | "batch within" | "leaves" | "greedy",
  count: number,
): Built {
  switch (as) {
    case "take":
      return { stage: take(count), model: (line) => cut(line, count), enough: count };
    case "leaves":
      return leaves(world, count + 1);
    case "greedy":
      return greedy(count);
    case "drop":
      return {
        stage: drop(count),
        model: (line) => {
          const demand = (asked: number) => asked === 0 ? 0 : line.demand(asked + count);
          if (line.known === "sequence" || line.known === "count") {
            return { ...line, values: line.values.slice(count), demand };
          }
          return line.known === "bag" && line.endings.every((ending) => ending === "end")
            ? { ...line, known: "count", values: line.values.slice(count).map(() => 0), demand }
            : nothing(line);
        },
      };
    case "batch":
      return {
        stage: batch<Value>(count),
        model: (line) => batched(line, count),
        holding: { cap: count, weight: (value) => (value as readonly Value[]).length, dropped: () => 0 },
      };
    case "batch within": {
      const flat = flatMap((values: readonly Value[]) => values);
      const ahead = { ...SERIAL, ahead: count, counts: true };
      return {
        stage: compose(batch<Value>(count, { within: MOMENT * 2 }), flat),
        model: (line) => each(line, ahead, (value) => ({ values: [value] })),
      };
    }
  }
}

function batched(line: Line, size: number): Line {
  const { values } = line;
  const full = Math.floor(values.length / size) * size;
  const whole = (line.known === "sequence" && !line.endings.includes("stall")) || line.endings[0] === "end";
  const starts = Array.from({ length: Math.ceil((whole ? values.length : full) / size) }, (_, index) => index * size);
  const batches = starts.map((start) => values.slice(start, start + size));
  const demand = wanting(line, batches.map((_, index) => (index + 1) * size), Infinity, 1);
  if (line.known === "sequence") return { ...line, values: batches, exact: false, demand };
  const certain = line.known !== "nothing" && line.endings.every((ending) => ending === "end");
  return certain ? { ...line, known: "count", values: batches, demand } : nothing(line);
}

export function buffering(kind: Extract<StageSpec, { readonly as: "buffer" }>["kind"], count: number): Built {
  const ahead = (more: number) => (line: Line): Line => ({
    ...line,
    exact: false,
    demand: (asked) => asked && line.demand(asked + more),
  });
  if (kind === "plain") {
    return {
      stage: buffer(count),
      model: ahead(count),
      holding: { cap: count + 1, weight: () => 1, dropped: () => 0 },
    };
  }
  const { buffer: own, lost } = counted(kind, count);
  const cap = Math.max(count, 1) + 2;
  return {
    stage: buffer(own),
    model: kind === "own" ? ahead(cap - 1) : nothing,
    holding: { cap, weight: () => 1, dropped: lost },
  };
}
