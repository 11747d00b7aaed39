// Ten goals that a user would notice, each a ratio of best runs within one run, or a bound; `npm run bench:check` judges.
//
// A goal compares `row` with the quickest of some contenders, in the same row unless `than` names another: with those in
// `against`, with all bounded peers if it is absent. Others take `atLeast` so many times as long, or Sluice takes `atMost`
// so many times as long; without anything to compare it with, `bound` is a figure in the unit of the row.

export const goals = [
  { row: "iterate:0", says: "hands a value over without a buffer as fast as the best peer", atLeast: 1 },
  { row: "iterate:16", says: "moves a value through a buffer 1.25 times as fast as the best peer", atLeast: 1.25 },
  {
    row: "batches:1024",
    says: "moves values in batches as fast as a buffered channel of Go moves single values",
    against: ["go"],
    than: "iterate:1024",
    atLeast: 1,
  },
  { row: "select-ready:2", says: "selects from 2 channels 6 times as fast as the best peer", atLeast: 6 },
  {
    row: "select-loop:1000",
    says: "selects in a loop from 1,000 channels in 1.2 times the time of 2 channels",
    against: ["sluice"],
    than: "select-loop:2",
    atMost: 1.2,
  },
  { row: "maps:4", says: "runs 4 maps as fast as RxJS and Effect", against: ["effect", "rxjs"], atLeast: 1 },
  {
    row: "map-ordered:16",
    says: "maps 16 items at once 3 times as fast as p-map and streaming-iterables",
    against: ["p-map", "streaming-iterables"],
    atLeast: 3,
  },
  { row: "cancel-all:100000", says: "cancels 100,000 receives 10 times as fast as the best peer", atLeast: 10 },
  { row: "memory-idle:16", says: "keeps an idle channel in 220 bytes", bound: 220 },
  {
    row: "load:1",
    says: "loads in twice the time that an engine takes to read as much text",
    against: ["limit-parse"],
    atMost: 2,
  },
];
