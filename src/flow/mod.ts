/**
 * Pipelines over one source: sources, flows and producers.
 *
 * @module
 */
export { compose, pipeline } from "./pipeline.ts";
export { produce } from "./produce.ts";
export type {
  Compose,
  Flow,
  Pipe,
  Pipeline,
  SourceValue,
  SourceValues,
  Stages,
  StagesAndOptions,
} from "./chain-types.ts";
export type { IntoOptions, ItemContext, PipelineOptions, Source, Stage, StreamLike } from "./types.ts";
