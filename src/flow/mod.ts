/**
 * What one stream can do: sources, pipelines, producers.
 *
 * @module
 */
export { compose, pipeline } from "./pipeline.ts";
export { produce } from "./produce.ts";
export type { Compose, Pipe, Pipeline, SourceValue, SourceValues, Stages, StagesAndOptions } from "./chain-types.ts";
export type { Flow, IntoOptions, ItemContext, PipelineOptions, Source, Stage, StreamLike } from "./types.ts";
