import { group } from "sluice";
import type { Task } from "./exercise.ts";

export function both(first: Task, second: Task): Promise<string[]> {
  return group((g) => Promise.all([g.go(first), g.go(second)]));
}
