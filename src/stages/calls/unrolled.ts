/**
 * The way of an item through a chain of fused stages, written out for the first eight stages. It does what `passFrom` of the
 * chain does in a loop of three lines, and exists for speed alone.
 *
 * An engine learns for each place in the code which function is called there. In a loop all functions of a chain are called
 * at one place, so that none is inlined. Here each of the first eight stages has a place, and a function, of its own: an
 * engine then compiles the chain as if it had been written by hand. A call is a function of its own since V8 inlines each of
 * them into `throughEight`, but only so much into one function. There are eight places since V8 also inlined the whole of
 * `throughEight` when there were four, in half of all processes, and had then no room left for the functions of the user.
 *
 * `maps:4` takes 908 instructions for an item with the loop and 483 like this on Node 20, 669 and 574 on Bun.
 */
import type { FusedStage } from "./fused-stage.ts";
import { Item } from "../../flow/item.ts";
import { NONE } from "./work.ts";

/** A chain of fused stages, as an item on its way sees it. */
export interface FusedChain {
  /** The stage whose function has the item. */
  at: FusedStage | undefined;
  /** The item has left the last stage. */
  out(value: unknown): unknown;
  /** The item does not go on, or not yet. */
  held(): typeof NONE;
  failed(value: unknown, error: unknown): typeof NONE;
  /** Takes an item through the stages from that one on. */
  passFrom(stage: FusedStage, item: unknown): unknown;
}

/** Takes an item through all stages of a chain; `NONE` if it does not come out, or not yet. */
export function throughEight(chain: FusedChain, first: FusedStage, item: unknown): unknown {
  let value = item;
  try {
    chain.at = first;
    value = atFirst(first, value);
    if (value === NONE) return chain.held();
    const two = first.below;
    if (two === undefined) return chain.out(value);
    chain.at = two;
    value = atSecond(two, value);
    if (value === NONE) return chain.held();
    const three = two.below;
    if (three === undefined) return chain.out(value);
    chain.at = three;
    value = atThird(three, value);
    if (value === NONE) return chain.held();
    const four = three.below;
    if (four === undefined) return chain.out(value);
    chain.at = four;
    value = atFourth(four, value);
    if (value === NONE) return chain.held();
    const five = four.below;
    if (five === undefined) return chain.out(value);
    chain.at = five;
    value = atFifth(five, value);
    if (value === NONE) return chain.held();
    const six = five.below;
    if (six === undefined) return chain.out(value);
    chain.at = six;
    value = atSixth(six, value);
    if (value === NONE) return chain.held();
    const seven = six.below;
    if (seven === undefined) return chain.out(value);
    chain.at = seven;
    value = atSeventh(seven, value);
    if (value === NONE) return chain.held();
    const eight = seven.below;
    if (eight === undefined) return chain.out(value);
    chain.at = eight;
    value = atEighth(eight, value);
    if (value === NONE) return chain.held();
    return eight.below === undefined ? chain.out(value) : chain.passFrom(eight.below, value);
  } catch (error) {
    return chain.failed(value, error);
  }
}

function atFirst(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}

function atSecond(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}

function atThird(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}

function atFourth(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}

function atFifth(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}

function atSixth(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}

function atSeventh(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}

function atEighth(stage: FusedStage, value: unknown): unknown {
  const { fn } = stage;
  return stage.after(value, fn(value, new Item(stage)));
}
