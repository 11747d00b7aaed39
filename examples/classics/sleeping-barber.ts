// After Edsger Dijkstra, "Cooperating Sequential Processes" (EWD 123, 1965): the sleeping barber.
//
// It shows the two tries: a customer who finds no chair leaves (`trySend`), and a barber who finds nobody sleeps
// (`tryReceive`, then `receive`). The waiting room is the buffer; no flag says who sleeps or how many chairs are taken.
import { channel } from "sluice";

const chairs = channel<string>(3);
const shaven: string[] = [];

async function barber() {
  for (;;) {
    const next = chairs.tryReceive() ?? (console.log("the barber sleeps"), await chairs.receive());
    if (next.done) return console.log("the barber goes home");
    await Promise.resolve(); // he shaves
    shaven.push(next.value);
  }
}

function enter(...customers: string[]) {
  for (const customer of customers) if (!chairs.trySend(customer)) console.log(`${customer} finds no chair`);
}

const working = barber();
enter("Ann", "Bob", "Cid", "Dan", "Eve"); // Ann wakes him; three sit down
while (shaven.length < 4) await new Promise((resolve) => setTimeout(resolve, 1));
enter("Fay");
chairs.close();
await working;
console.log("shaven:", shaven.join(" "));

// Output:
// the barber sleeps
// Eve finds no chair
// the barber sleeps
// the barber goes home
// shaven: Ann Bob Cid Dan Fay
