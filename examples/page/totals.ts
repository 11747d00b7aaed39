/** A library of two files: takes a `Receiver`, gives a `Flow`, and does not care where either stands. */
import { type Flow, map, pipeline, type PipelineOptions, type Receiver, scan } from "sluice";
import { label } from "./label.ts";

/** What has come so far, as a text for each number that comes. */
export function totals(numbers: Receiver<number>, options: PipelineOptions = {}): Flow<string> {
  return pipeline(numbers, scan((sum, n) => sum + n, 0), map(label), options);
}
