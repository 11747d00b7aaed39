// Lesson 8: a pipeline takes a source through stages.
//
// You learn: nothing runs before somebody asks, and then no further ahead than the stages say. Leaving the loop stops
// all of it and releases the source, so that an endless one is no trouble.
import { batch, filter, map, pipeline } from "sluice";

function* ids() {
  try {
    for (let id = 1;; id++) {
      console.log("source gives", id);
      yield id;
    }
  } finally {
    console.log("source released");
  }
}

const flow = pipeline(
  ids(),
  filter((id) => id % 2 === 1),
  map((id) => Promise.resolve(`page ${id}`)), // { concurrency: 4 } as well: four at once, in the same order
  batch(2),
);
console.log("nothing has run yet");
for await (const pages of flow) {
  console.log("got", pages.join(" and "));
  break;
}

// Output:
// nothing has run yet
// source gives 1
// source gives 2
// source gives 3
// got page 1 and page 3
// source released
