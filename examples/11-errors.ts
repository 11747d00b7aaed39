// Lesson 11: errors and lost values can be handled.
//
// You learn: `close(error)` passes an error to the receivers after the last value. A refused `send` returns its value
// with the error. In a pipeline an error stops every stage; with `onError`, only the item is skipped.
import { channel, type ChannelClosedError, map, pipeline } from "sluice";

const words = channel<string>(2, { name: "words" });
await words.send("last");
words.close(new Error("cable cut"));
try {
  for await (const word of words) console.log(word);
} catch (error) {
  console.log((error as Error).message);
}

const refused: ChannelClosedError = await words.send("late").catch((error) => error);
console.log(refused.message, "-", refused.value);

const letters = channel<string>(10);
const numbers = pipeline(
  ["1", "two", "3"],
  map((text) => {
    if (Number.isNaN(Number(text))) throw new Error("no number");
    return Number(text);
  }, { onError: (_, text) => letters.send(text) }),
);
console.log((await numbers.toArray()).join(" "), "- dead letters:", letters.tryReceive()?.value);

// Output:
// last
// cable cut
// Cannot send: channel "words" is closed - late
// 1 3 - dead letters: two
