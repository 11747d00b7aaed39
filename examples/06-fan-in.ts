// Lesson 6: many may send into one channel.
//
// You learn: what one sender sends stays in order, between senders there is none. Whoever sends last should close, and
// among many nobody knows who that is; `group` does: it ends when all its tasks have.
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

const merged = merge(["1", "2"], ["8", "9"]); // does all of it, for sources that are there already
console.log((await merged.toArray()).sort().join(" "));

// Output:
// abc
// xyz
// 1 2 8 9
