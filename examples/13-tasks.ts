// Lesson 13: the tasks of a group end together.
//
// You learn: `group` returns only when every task that it started has ended. The first failure aborts the other tasks,
// and the group throws it. So no task is forgotten, outlives its caller, or fails without a handler.
import { channel, group, type TaskContext } from "sluice";

const orders = channel<string>();

async function cook({ signal }: TaskContext) {
  try {
    for (;;) console.log("cooks", (await orders.receive({ signal })).value);
  } finally {
    console.log("the cook goes home"); // the kitchen is cleaned in any case
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
