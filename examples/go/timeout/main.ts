import { after, channel, select } from "sluice";

const news = channel<string>(2);
await news.send("one");
await news.send("two");

for (;;) {
  const hit = await select({ news, quiet: after(50) });
  if (hit.key === "quiet") {
    console.log("quiet for 50 ms");
    break;
  }
  console.log("news:", hit.value);
}
