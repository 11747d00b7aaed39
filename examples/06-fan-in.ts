// Lesson 6: several tasks can send into one channel.
//
// You learn: the values of one sender stay in order; those of several are interleaved. The last sender should close the
// channel, but no sender knows that it is the last. `group` does: it ends when all its tasks have ended.
import { channel, group, merge } from "sluice";

const words = ["abc", "xyz"];
const letters = channel<string>();

async function spell(word: string) {
  for (const letter of word) await letters.send(letter);
}

async function spellAll() {
  await group((g) => {
    for (const word of words) g.go(() => spell(word));
  });
  letters.close();
}

spellAll();
const heard: string[] = [];
for await (const letter of letters) heard.push(letter);
for (const word of words) console.log(heard.filter((letter) => word.includes(letter)).join(""));

const merged = merge(["1", "2"], ["8", "9"]); // does the same for existing sources
console.log((await merged.toArray()).sort().join(" "));

// Output:
// abc
// xyz
// 1 2 8 9
