import type { Readable } from "node:stream";
import { map, pipeline } from "sluice";
import { toNodeReadable } from "sluice/node";

export function numbered(lines: Readable): Promise<Readable> {
  const stream = toNodeReadable(pipeline(lines, map((line: string, { index }) => `${index + 1} ${line}`)));
  return Promise.resolve(stream);
}
