// The stages that choose, gather and hold items, in the contract of all stages.
import {
  batch,
  buffer,
  catchError,
  conflating,
  distinctUntilChanged,
  drop,
  dropping,
  dropWhile,
  fifo,
  priority,
  scan,
  sized,
  sliding,
  strict,
  take,
  takeWhile,
  unbounded,
} from "sluice";
import { stageContract, type StageKind } from "../suites/contracts/stage.ts";

function batches(size: number): Partial<StageKind> & Pick<StageKind, "gives"> {
  return {
    gives: (numbers) =>
      numbers.filter((_, index) => index % size === 0).map((first) => numbers.slice(first - 1, first - 1 + size)),
    items: (given) => given as unknown[],
    per: size,
  };
}

const test = stageContract(
  { title: "take(all there is)", make: () => take(100) },
  { title: "take(Infinity)", make: () => take(Infinity) },
  { title: "take(4)", make: () => take(4), gives: (numbers) => numbers.slice(0, 4) },
  { title: "drop(0)", make: () => drop(0) },
  { title: "drop(2)", make: () => drop(2), gives: (numbers) => numbers.slice(2), ahead: 2, untouched: false },
  {
    title: "takeWhile(always)",
    make: () => takeWhile(() => true),
    working: {
      make: (work) => takeWhile(async (value, context) => await work(value, context) !== null),
      width: 1,
    },
  },
  { title: "takeWhile(async always)", make: () => takeWhile(() => Promise.resolve(true)) },
  {
    title: "takeWhile(less than 5)",
    make: () => takeWhile((value) => Number(value) < 5),
    gives: (numbers) => numbers.slice(0, 4),
    untouched: false,
  },
  { title: "dropWhile(never)", make: () => dropWhile(() => false) },
  { title: "dropWhile(async never)", make: () => dropWhile(() => Promise.resolve(false)) },
  {
    title: "dropWhile(less than 3)",
    make: () => dropWhile((value) => Number(value) < 3),
    gives: (numbers) => numbers.slice(2),
    ahead: 2,
    untouched: false,
  },
  { title: "distinctUntilChanged()", make: () => distinctUntilChanged() },
  { title: "distinctUntilChanged(keyOf)", make: () => distinctUntilChanged((value) => [value]) },
  { title: "distinctUntilChanged(async keyOf)", make: () => distinctUntilChanged((value) => Promise.resolve([value])) },
  {
    title: "scan(fn)",
    make: () => scan<unknown, unknown[]>((_, value) => [value], []),
    gives: (numbers) => numbers.map((number) => [number]),
    items: (given) => given as unknown[],
  },
  {
    title: "scan(async sum)",
    make: () => scan<unknown, number>((sum, value) => Promise.resolve(sum + Number(value)), 0),
    gives: (numbers) => numbers.map((_, index) => numbers.slice(0, index + 1).reduce((a, b) => a + b)),
    untouched: false,
  },
  {
    title: "catchError(handler that gives up)",
    make: () =>
      catchError((error) => {
        throw error;
      }),
  },
  { title: "batch(1)", make: () => batch(1), ...batches(1) },
  { title: "batch(3)", make: () => batch(3), ...batches(3) },
  { title: "buffer(0)", make: () => buffer(0) },
  { title: "buffer(1)", make: () => buffer(1), ahead: 1 },
  { title: "buffer(2)", make: () => buffer(2), ahead: 2 },
  { title: "buffer(fifo(2))", make: () => buffer(fifo(2)), ahead: 2, reusable: false },
  { title: "buffer(unbounded())", make: () => buffer(unbounded()), ahead: Infinity, reusable: false },
  { title: "buffer(sliding(2))", make: () => buffer(sliding(2)), ahead: Infinity, loses: true, reusable: false },
  { title: "buffer(dropping(2))", make: () => buffer(dropping(2)), ahead: Infinity, loses: true, reusable: false },
  { title: "buffer(strict(100))", make: () => buffer(strict(100)), ahead: Infinity, reusable: false },
  { title: "buffer(conflating())", make: () => buffer(conflating()), ahead: Infinity, loses: true, reusable: false },
  {
    title: "buffer(conflating({ keyOf }))",
    make: () => buffer(conflating({ keyOf: (value) => value })),
    ahead: Infinity,
    reusable: false,
  },
  { title: "buffer(priority(2, compare))", make: () => buffer(priority(2, () => 0)), ahead: 2, reusable: false },
  // One more is pulled before the buffer can say whether it fits.
  { title: "buffer(sized(2, sizeOf))", make: () => buffer(sized(2, () => 1)), ahead: 3, reusable: false },
);

test.run();
