import { type Receiver, select, type Sender, sending } from "sluice";

export async function collect(first: Receiver<string>, second: Receiver<string>): Promise<string[]> {
  const orders: string[] = [];
  let [firstIsDone, secondIsDone] = [false, false];
  while (!firstIsDone || !secondIsDone) {
    const hit = await select({ first: firstIsDone ? null : first, second: secondIsDone ? null : second });
    if (!hit.done) orders.push(hit.value);
    else if (hit.key === "first") firstIsDone = true;
    else secondIsDone = true;
  }
  return orders;
}

export async function relay(
  from: Receiver<string>,
  to: Sender<string>,
  stop: AbortSignal,
): Promise<string | undefined> {
  for await (const value of from) {
    const hit = await select({ sent: sending(to, value), stop });
    if (hit.key === "stop") return value;
  }
  return undefined;
}
