import { Readable } from "node:stream";

/**
 * Return a stream of the lines with their numbers before them. So far it reads the whole input first. Put a pipeline
 * between, and make a stream of it with `toNodeReadable`. Observe that destroying the stream that you return also
 * destroys the input.
 */
export async function numbered(lines: Readable): Promise<Readable> {
  const all: string[] = [];
  for await (const line of lines) all.push(`${all.length + 1} ${line}`);
  return Readable.from(all);
}
