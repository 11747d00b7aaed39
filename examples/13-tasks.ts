// Lesson 13: tasks live and end together.
//
// You learn: `group` never returns before every task that it started has ended. The first failure aborts the others, and
// is what the group throws. So no task is forgotten, goes on after its caller has left, or fails unheard.
import { channel, group, type TaskContext } from "sluice";

const orders = channel<string>();

async function cook({ signal }: TaskContext) {
  try {
    for (;;) console.log("cooks", (await orders.receive({ signal })).value);
  } finally {
    console.log("the cook goes home"); // whatever happens, the kitchen is cleaned
  }
}

async function wait() {
  for (const order of ["soup", "rice"]) await orders.send(order);
  throw new Error("out of tea");
}

try {
  await group((g) => {
    g.go(cook);
    g.go(wait);
  });
} catch (error) {
  console.log("the group failed:", (error as Error).message);
}

// Output:
// cooks soup
// cooks rice
// the cook goes home
// the group failed: out of tea
