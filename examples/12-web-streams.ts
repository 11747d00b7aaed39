// Lesson 12: web streams and pipelines convert into each other.
//
// You learn: a `ReadableStream` is a source without an adapter, and `toReadable` makes one from a source. Neither reads
// ahead of its reader. So a response body can be a source, and a pipeline can be a response body.
import { channel, filter, map, pipeline } from "sluice";
import { toReadable, toWritable } from "sluice/web";

const response = new Response("one fish two fish");
const text = response.body!.pipeThrough(new TextDecoderStream());
const words = pipeline(text, map((chunk) => chunk.split(" ")));
console.log((await words.toArray()).flat().length, "words");

const lines = pipeline(["red", "", "blue"], filter((line) => line !== ""), map((line) => `${line}\n`));
const body = toReadable(lines).pipeThrough(new TextEncoderStream());
console.log((await new Response(body).text()).trimEnd().split("\n").join(" and "));

const colours = channel<string>();
const copied = toReadable(["green", "grey"]).pipeTo(toWritable(colours));
for await (const colour of colours) console.log(colour);
await copied;

// Output:
// 4 words
// red and blue
// green
// grey
