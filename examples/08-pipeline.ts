// Lesson 8: a pipeline passes a source through stages.
//
// You learn: a pipeline starts no work until a consumer asks for a value, and reads ahead only where a stage says so.
// Leaving the loop stops every stage and releases the source, so an endless source is safe.
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
  map((id) => Promise.resolve(`page ${id}`)), // with { concurrency: 4 }: four at once, in the same order
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
