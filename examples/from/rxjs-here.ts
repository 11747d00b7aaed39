import { batch, map, pipeline, restarting, watch } from "sluice";

const load = async (id: number) => await Promise.resolve(`#${id}`);

const pairs = pipeline([1, 2, 3, 4], map(load, { concurrency: 2, ordered: false }), batch(2));
console.log((await pairs.toArray()).join(" | "));

let opened = 0;
const open = () => {
  if (++opened < 3) throw new Error("lost");
  return [5, 6];
};
const again = pipeline(restarting(open, { attempts: 4, delay: 1 }), map(load));
console.log((await again.toArray()).join(" "), "after", opened);

const theme = watch("light");
const themes = theme.subscribe();
console.log((await themes.receive()).value);
theme.set("dark");
theme.close();
for await (const value of themes) console.log(value);

// Output:
// #1,#2 | #3,#4
// #5 #6 after 3
// light
// dark
