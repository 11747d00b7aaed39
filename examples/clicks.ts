// The library of examples/page on a server: the same two files count what comes from anywhere.
import { channel } from "sluice";
import { totals } from "./page/totals.ts";

const numbers = channel<number>();
numbers.sendAll([1, 1, 3]).then(() => numbers.close());
for await (const text of totals(numbers)) console.log(text);

// Output:
// 1 click
// 2 clicks
// 5 clicks
