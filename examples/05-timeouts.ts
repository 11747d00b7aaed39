// Lesson 5: every wait can have a limit.
//
// You learn: `after(ms)` is a case for a timeout. Created inside a loop it limits each round, created before it the
// whole loop. A receive, a send or a select also accepts a signal; an aborted one neither takes a value nor loses one.
import { after, channel, select } from "sluice";

const news = channel<string>(2);
await news.send("a first piece");

for (;;) {
  const hit = await select({ news, quiet: after(250) });
  if (hit.key === "quiet") {
    console.log("nothing for 250 ms");
    break;
  }
  console.log("news:", hit.value);
}

const controller = new AbortController();
setTimeout(() => controller.abort("no time left"), 20);
console.log(await news.receive({ signal: controller.signal }).catch((reason) => reason));

await news.send("late, but not lost");
console.log("news:", (await news.receive()).value);

// Output:
// news: a first piece
// nothing for 250 ms
// no time left
// news: late, but not lost
