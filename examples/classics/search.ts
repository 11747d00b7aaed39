// After Rob Pike, "Go Concurrency Patterns" (Google I/O, 2012): a fake search, from 1.0 to 3.0.
//
// It shows one program grow from slow to fast, robust and replicated, with no lock, no condition and no callback. Where
// the original forgets those who lost, here an abort reaches them.
import { after, channel, produce, select, sleep } from "sluice";
import { seeded } from "../seeded.ts";

type Search = (query: string, signal?: AbortSignal) => Promise<string>;

function fakeSearch(kind: string, ms: number): Search {
  return async (query, signal) => {
    await sleep(ms, { signal });
    return `${kind} for ${query}`;
  };
}

const [web, image, video] = [fakeSearch("web", 150), fakeSearch("image", 600), fakeSearch("video", 10)];
const all = [web, image, video];

/** 1.0: one after the other. */
async function oneByOne(query: string) {
  const results: string[] = [];
  for (const search of all) results.push(await search(query));
  return results;
}

/** 2.0: all at once, in the order in which they answer. */
async function atOnce(query: string) {
  const answers = channel<string>();
  for (const search of all) search(query).then((answer) => answers.send(answer));
  const results: string[] = [];
  while (results.length < all.length) results.push((await answers.receive()).value!);
  return results;
}

/** 2.1: and nobody is waited for too long. Leaving aborts those who are late. */
async function inTime(query: string, ms: number, searches = all) {
  const answers = produce<string>(async (out, { signal }) => {
    await Promise.all(searches.map(async (search) => await out.send(await search(query, signal))));
  });
  const results: string[] = [];
  for (const late = after(ms); results.length < searches.length;) {
    const hit = await select({ answer: answers.next(), late });
    if (hit.key === "late") results.push("timed out");
    else results.push(hit.value.value!);
    if (hit.key === "late") break;
  }
  await answers.cancel();
  return results;
}

/** 3.0: several replicas of each, of which the first counts. */
function first(...replicas: Search[]): Search {
  return async (query, outer) => {
    const won = new AbortController();
    const signal = outer === undefined ? won.signal : AbortSignal.any([outer, won.signal]);
    const { value } = await select(replicas.map((replica) => replica(query, signal)));
    won.abort();
    return value;
  };
}

const random = seeded(2012);
const fast = ["web", "image", "video"].map((kind) =>
  first(...Array.from({ length: 5 }, (_, copy) => fakeSearch(`${kind} (${copy})`, 20 + 500 * random())))
);

console.log("1.0:", (await oneByOne("golang")).join(", "));
console.log("2.0:", (await atOnce("golang")).join(", "));
console.log("2.1:", (await inTime("golang", 375)).join(", "));
console.log("3.0:", (await inTime("golang", 5000, fast)).sort().join(", "));

// Output:
// 1.0: web for golang, image for golang, video for golang
// 2.0: video for golang, web for golang, image for golang
// 2.1: video for golang, web for golang, timed out
// 3.0: image (4) for golang, video (0) for golang, web (2) for golang
