// After C. A. R. Hoare, "Communicating Sequential Processes" (1978), section 4.5: a small set of integers, recursively.
//
// It shows data as processes: each holds one number and knows the next process, which holds the larger ones. Questions
// travel down the chain while others are on their way, and the answer comes by a channel that the question carries.
import { channel, type Receiver, type Sender } from "sluice";

type Message =
  | { readonly insert: number }
  | { readonly has: number; readonly answer: Sender<boolean> }
  | { readonly least: Sender<number | undefined> };

/** A process that holds nothing yet. */
async function element(messages: Receiver<Message>) {
  let own: number | undefined;
  let rest: Sender<Message> | undefined;
  for await (const message of messages) {
    if ("least" in message) {
      await message.least.send(own);
    } else if ("has" in message) {
      const { has, answer } = message;
      if (own === undefined || has < own) await answer.send(false);
      else if (has === own) await answer.send(true);
      else await rest?.send(message); // they answer
    } else if (own === undefined) {
      own = message.insert;
      const more = channel<Message>();
      element(more);
      rest = more;
    } else if (message.insert !== own) {
      const larger = Math.max(own, message.insert);
      own = Math.min(own, message.insert);
      await rest?.send({ insert: larger });
    }
  }
  rest?.close();
}

const set = channel<Message>();
element(set);
for (const insert of [5, 3, 8, 3, 1]) await set.send({ insert });

const answer = channel<boolean>(1);
for (const has of [1, 2, 3, 8, 9]) {
  await set.send({ has, answer });
  console.log(has, (await answer.receive()).value);
}
const least = channel<number | undefined>(1);
await set.send({ least });
console.log("least:", (await least.receive()).value);
set.close();

// Output:
// 1 true
// 2 false
// 3 true
// 8 true
// 9 false
// least: 1
