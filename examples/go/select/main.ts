import { channel, type Receiver, select, type Sender, sending } from "sluice";

async function fibonacci(numbers: Sender<number>, quit: Receiver<boolean>) {
  let [x, y] = [0, 1];
  for (;;) {
    const hit = await select({ sent: sending(numbers, x), quit });
    switch (hit.key) {
      case "sent":
        [x, y] = [y, x + y];
        break;
      case "quit":
        console.log("quit");
        return;
    }
  }
}

const numbers = channel<number>();
const quit = channel<boolean>();
(async () => {
  for (let i = 0; i < 6; i++) console.log((await numbers.receive()).value);
  await quit.send(true);
})();
await fibonacci(numbers, quit);
