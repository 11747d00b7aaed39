// Random trees, delays and failures, beside what a plain recursion visits, and the accounts of P1 to P7.
import * as assert from "uvu/assert";
import { pipeline, walk, type WalkContext, type WalkOptions } from "sluice";
import { type CrowdKind, every } from "../support/crowds.ts";
import { seeded } from "../support/dice.ts";
import { effort } from "../support/host.ts";
import { rest } from "../support/jobs.ts";
import { suite, ticks, turn } from "../support/test.ts";

const test = suite("walk: model");
const count = Math.max(100, 200 * effort());

interface Node {
  readonly children: readonly Node[];
  readonly fails: boolean;
}

/** A random tree of at most that depth, with a failure in one node of twelve at most. */
function grown(random: () => number, depth: number, rate: number): Node {
  const width = depth === 0 ? 0 : Math.floor(random() * 4);
  const children = Array.from({ length: width }, () => grown(random, depth - 1, rate));
  return { children, fails: random() < rate };
}

function below(node: Node): Node[] {
  return [node, ...node.children.flatMap(below)];
}

/** One walk, left after some of its nodes or not at all. */
async function run(random: () => number, { options, hand, name }: CrowdKind): Promise<void> {
  const roots = Array.from({ length: 1 + Math.floor(random() * 3) }, () => grown(random, 4, random() < 0.5 ? 0 : 0.08));
  const all = roots.flatMap(below);
  const catching = random() < 0.5;
  const leaveAfter = random() < 0.3 ? Math.ceil(random() * all.length) : Infinity;
  const delay = () => random() < 0.6 ? undefined : random() < 0.8 ? ticks(random() * 9) : turn();
  const visited: Node[] = [];
  const letters: unknown[] = [];
  let [running, inHand] = [0, 0];
  const visit = async (node: Node, { add, signal }: WalkContext<Node>) => {
    assert.not(signal.aborted);
    visited.push(node);
    running++;
    assert.ok(++inHand <= hand, name);
    try {
      for (const child of node.children) {
        await delay();
        add(child);
      }
      if (node.fails) throw node;
    } finally {
      running--;
    }
    return node;
  };
  const onError = (error: unknown) => {
    letters.push(error);
    inHand--;
  };
  const how: WalkOptions<Node> = catching ? { ...options(), onError } : options();
  const taken: Node[] = [];
  let failure: unknown = undefined;
  try {
    for await (const node of pipeline(roots, walk(visit, how))) {
      taken.push(node);
      await delay();
      if (taken.length === leaveAfter) break;
      inHand--;
    }
  } catch (error) {
    failure = error;
  }
  assert.is(running, 0, `${name}: every visit has settled`);
  await rest();
  assert.is(new Set(visited).size, visited.length, `${name}: no node is visited twice`);
  assert.is(new Set([...taken, ...letters]).size, taken.length + letters.length, name);
  if (failure !== undefined) assert.ok(!catching && (failure as Node).fails, name);
  else if (taken.length < leaveAfter) {
    assert.equal([visited.length, taken.length + letters.length], [all.length, all.length]);
  }
}

for (const kind of every) {
  test(`walk() visits each node of a random tree once, ${kind.name} (P3, P4, P7)`, async () => {
    for (let seed = 0; seed < count; seed++) await run(seeded(seed), kind);
  });
}

test.run();
