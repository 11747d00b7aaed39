// After Rob Pike, "Go Concurrency Patterns" (Google I/O, 2012): generator, fan-in, sequence, timeout, quit.
//
// It shows that a channel is a value: functions return channels, messages carry them, and so services are made of
// functions. What was random there is seeded here, and said in an order that does not depend on the dice.
import { after, channel, type Receiver, select, type Sender, sending, sleep } from "sluice";
import { seeded } from "../seeded.ts";

const random = seeded(2012);

/** A generator: it starts a task, and returns the channel that the task speaks on. */
function boring(name: string): Receiver<string> {
  const said = channel<string>();
  (async () => {
    for (let i = 0;; i++) {
      await said.send(`${name} ${i}`);
      await sleep(random() * 5);
    }
  })();
  return said;
}

/** Whoever is ready speaks. */
function fanIn<T>(first: Receiver<T>, second: Receiver<T>): Receiver<T> {
  const both = channel<T>();
  (async () => {
    for (;;) {
      const hit = await select([first, second]);
      if (!hit.done) await both.send(hit.value);
    }
  })();
  return both;
}

const heard: Record<string, string[]> = { Joe: [], Ann: [] };
const talk = fanIn(boring("Joe"), boring("Ann"));
while (Object.values(heard).some((words) => words.length < 3)) {
  const [name = "", number = ""] = (await talk.receive()).value?.split(" ") ?? [];
  heard[name]?.push(number);
}
for (const [name, numbers] of Object.entries(heard)) console.log(`${name} said ${numbers.slice(0, 3).join(" ")}`);

interface Message {
  readonly text: string;
  /** Who has said something waits for this before the next. */
  readonly wait: Sender<void>;
}

/** The same, but waiting for its turn. */
function patient(name: string): Receiver<Message> {
  const said = channel<Message>();
  const wait = channel<void>();
  (async () => {
    for (let i = 0;; i++) {
      await said.send({ text: `${name} ${i}`, wait });
      await wait.receive();
    }
  })();
  return said;
}

const turns = fanIn(patient("Joe"), patient("Ann"));
for (let round = 0; round < 2; round++) {
  const [one, other] = [(await turns.receive()).value!, (await turns.receive()).value!];
  console.log("in turn:", [one.text, other.text].sort().join(", "));
  await one.wait.send();
  await other.wait.send();
}

const slow = channel<string>(1);
await slow.send("Bob 0");
for (;;) {
  const hit = await select({ said: slow, late: after(250) }); // for each thing that is said
  console.log(hit.key === "late" ? "You're too slow." : hit.value);
  if (hit.key === "late") break;
}

const garrulous = boring("Eve");
for (const end = after(50);;) { // for the whole conversation
  const hit = await select({ said: garrulous, end });
  if (hit.key === "said") continue;
  console.log("You talk too much.");
  break;
}

/** Speaks until it is told to quit; then it cleans up, and says so on the same channel. */
function polite(name: string, quit: Sender<string> & Receiver<string>): Receiver<string> {
  const said = channel<string>();
  (async () => {
    for (let i = 0;; i++) {
      const hit = await select({ said: sending(said, `${name} ${i}`), quit });
      if (hit.key === "quit") break;
    }
    await quit.send("See you!");
  })();
  return said;
}

const quit = channel<string>();
const joe = polite("Joe", quit);
for (let count = Math.floor(random() * 10); count >= 0; count--) await joe.receive();
await quit.send("Bye!");
console.log(`Joe says: ${(await quit.receive()).value}`);

// Output:
// Joe said 0 1 2
// Ann said 0 1 2
// in turn: Ann 0, Joe 0
// in turn: Ann 1, Joe 1
// Bob 0
// You're too slow.
// You talk too much.
// Joe says: See you!
