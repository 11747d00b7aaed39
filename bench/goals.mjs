// What Sluice is to reach, as ratios of best runs within one run; `npm run bench:check` compares.
//
// `each` holds on every runtime, `mean` is the geometric mean over them. Peers are those that are bounded; a floor is what
// was written by hand for that scenario alone (contenders limit-*).
import { absolute, growth, versus, versusFloor, versusPeers, versusRows } from "./support/goal-kinds.mjs";

/** Libraries of channels; the rest are streams, limiters and iterators. */
const CHANNELS = [
  "async-channel",
  "js-csp",
  "medium",
  "queueable",
  "thi-ng-csp",
  "ts-chan",
  "ts-chan-unsafe",
];
const AWAITED = ["receive:1024", "iterate:1024"];
const BUFFERED = ["iterate:16", "iterate:128", "iterate:1024"];
const MIB = 1 << 18;

export const goals = [
  ...["receive:0", "iterate:0"].flatMap((row) => [
    versusPeers(row, { each: 1, mean: 1.3 }),
    versusFloor(row, "limit-channel", 1.15),
  ]),
  ...BUFFERED.flatMap((row) => [
    versusPeers(row, { each: 1.25, mean: 1.5 }),
    versusFloor(row, "limit-awaits", 1.3, "limit-channel"),
    versusFloor(row, "limit-channel", 1.3),
  ]),
  versusRows("batches:1024", AWAITED, { each: 10 }),
  versus("batches:1024", ["go"], { each: 1, row: "iterate:1024" }),
  versusFloor("batches:1024", "limit-ring", 2),

  versusPeers("many:16", { each: 1.25 }),
  versusFloor("many:16", "limit-channel", 1.15),
  versusPeers("ping-pong:0", { each: 1.15 }),
  versusFloor("ping-pong:0", "limit-channel", 1.15),

  ...[2, 8, 64].map((cases) => versusPeers(`select-ready:${cases}`, { each: 6 })),
  ...[2, 8].map((cases) => versusPeers(`select-parked:${cases}`, { each: 2.2, mean: 3 })),
  versusPeers("select-parked:64", { each: 4 }),
  ...["select-ready", "select-parked"].flatMap((scenario) =>
    [2, 8, 64].map((cases) => versusFloor(`${scenario}:${cases}`, "limit-select", 2))
  ),
  growth("select-loop:1000", "select-loop:2", 1.2),
  versusFloor("select-loop:1000", "limit-select", 2),

  versusPeers("daisy:10000", { each: 1.15, mean: 3 }),
  versusFloor("daisy:10000", "limit-channel", 1.25),
  versusPeers("sieve:500", { each: 1.15 }),
  versusFloor("sieve:500", "limit-channel", 1.25),

  versus("maps:4", CHANNELS, { each: 5 }),
  versus("maps:4", ["effect", "rxjs"], { each: 1 }),
  ...["maps:4", "maps-iterate:4"].flatMap((row) => [
    versusFloor(row, "limit-map", 1.3, "limit-pull"),
    versusFloor(row, "limit-pull", 1.3),
  ]),
  ...["map-ordered:16", "map-unordered:16"].flatMap((row) => [
    versus(row, ["p-map", "streaming-iterables"], { each: 3, but: { bun: 2 } }),
    versusFloor(row, "limit-map", 1.3),
    versusFloor(row, "limit-pull", 1.3),
  ]),

  ...[0, 16, 1024].map((capacity) => absolute(`memory-idle:${capacity}`, 220)),
  absolute(`memory-buffered:${MIB}`, 9),
  absolute("memory-send:50000", 200),
  absolute("memory-receive:50000", 200),
  absolute("memory-signal:50000", 260),

  versusPeers("sliding:16", { each: 4 }),
  versusFloor("sliding:16", "limit-ring", 2),
  versusPeers("dropping:16", { each: 1.5 }),
  versusFloor("dropping:16", "limit-ring", 2),

  ...[1, 2, 8].map((subscribers) => versusPeers(`broadcast:${subscribers}`, { each: 2 })),
  versusFloor("broadcast:8", "limit-log", 1.5),
  absolute("memory-broadcast:8", 9),

  versusPeers("drain:1000000", { each: 2 }),
  growth("drain:1000000", "drain:1000", 1.3),
  versusFloor("drain:1000000", "limit-channel", 1.3),
  versusPeers("cancel-each:100000", { each: 10 }),
  versusPeers("cancel-all:100000", { each: 10 }),
  ...["cancel-each:100000", "cancel-all:100000"].map((row) => versusFloor(row, "limit-abort", 2)),

  absolute("breather-count:16", 2),
  absolute("breather-cost:16", 5),
  absolute("breather-timer:16", 10),
  versusFloor("load:1", "limit-import", 2, "limit-parse"),
  versusFloor("load:1", "limit-parse", 2),
];
