import { map, pipeline } from "sluice";
import { toReadable } from "sluice/web";

export function loud(response: Response): Promise<Response> {
  const text = response.body!.pipeThrough(new TextDecoderStream());
  const capitals = pipeline(text, map((chunk) => chunk.toUpperCase()));
  return Promise.resolve(new Response(toReadable(capitals).pipeThrough(new TextEncoderStream())));
}
