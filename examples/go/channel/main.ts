import { channel, type Receiver, type Sender } from "sluice";

async function shout(words: Receiver<string>, loud: Sender<string>) {
  for (;;) {
    const { value = "" } = await words.receive();
    await loud.send(`${value.toUpperCase()}!`);
  }
}

const words = channel<string>();
const loud = channel<string>();
shout(words, loud);
await words.send("hello");
console.log((await loud.receive()).value);
await words.send("gophers");
console.log((await loud.receive()).value);
