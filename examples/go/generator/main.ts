import { produce } from "sluice";

function squares() {
  return produce<number>(async (out) => {
    try {
      for (let n = 1;; n++) await out.send(n * n);
    } finally {
      console.log("the generator has ended");
    }
  });
}

for await (const n of squares()) {
  console.log(n);
  if (n === 9) break; // the waiting send rejects, and the loop is left when the task has ended
}
console.log("left");
