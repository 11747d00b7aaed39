// Lesson 8: a pipeline takes a source through stages.
//
// You learn: nothing runs before somebody asks, and then no further ahead than the stages say. Leaving the loop stops
// all of it and releases the source, so that an endless one is no trouble.
import { batch, filter, map, pipeline } from "sluice";

function* ids() {
  try {
    for (let id = 1;; id++) yield id;
  } finally {
    console.log("source released");
  }
}

const flow = pipeline(
  ids(),
  filter((id) => id % 2 === 1),
  map(load, { concurrency: 4 }), // four at once; the order is kept
  batch(2),
);
for await (const pages of flow) {
  console.log(pages.join(", "));
  if (pages.includes("page 7")) break;
}
console.log("left");

async function load(id: number) {
  return await Promise.resolve(`page ${id}`);
}

// Output:
// page 1, page 3
// page 5, page 7
// source released
// left
