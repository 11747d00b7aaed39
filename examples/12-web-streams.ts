// Lesson 12: streams of the web are neighbours.
//
// You learn: a `ReadableStream` is a source as it is, and `toReadable` makes one of any source; neither reads ahead of
// whoever asks. So a response body goes through a pipeline, and a pipeline is a response body.
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
