// Lesson 6: many may send into one channel.
//
// You learn: whoever sends last should close, and with many senders nobody knows who that is. `group` does: it ends when
// all its tasks have. (For sources that are loops already, `merge(...)` does all of it.)
import { channel, group, merge } from "sluice";

const letters = channel<string>();

async function spell(word: string) {
  for (const letter of word) await letters.send(letter);
}

async function spellAll() {
  await group((g) => {
    for (const word of ["abc", "xyz"]) g.go(() => spell(word));
  });
  letters.close();
}

spellAll();
const seen: string[] = [];
for await (const letter of letters) seen.push(letter);
console.log(seen.join(" "));

console.log((await merge(["1", "2"], ["8", "9"]).toArray()).join(" "));

// Output:
// a x b y c z
// 1 8 2 9
