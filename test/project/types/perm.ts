// What Go's test/chan/perm.go says must and must not compile: which permutation of the two views does what.
import { type Channel, type Receiver, select, type Sender, sending } from "sluice";
import { some } from "./expect.ts";

let [both, receiver, sender] = [some<Channel<number>>(), some<Receiver<number>>(), some<Sender<number>>()];

export function assignments(): void {
  receiver = both;
  sender = both;
  // @ts-expect-error: half of a channel is no channel
  both = receiver;
  // @ts-expect-error: half of a channel is no channel
  both = sender;
  // @ts-expect-error: the other half
  receiver = sender;
  // @ts-expect-error: the other half
  sender = receiver;
}

export async function operations(): Promise<void> {
  await both.send(0);
  await both.receive();
  // @ts-expect-error: it only receives
  await receiver.send(0);
  await receiver.receive();
  await sender.send(0);
  // @ts-expect-error: it only sends
  await sender.receive();
}

export async function selects(): Promise<void> {
  await select([
    sending(both, 0),
    both,
    // @ts-expect-error: it only receives
    sending(receiver, 0),
    receiver,
    sending(sender, 0),
  ]);
  // @ts-expect-error: it only sends
  await select([sender]);
}

export async function loops(): Promise<void> {
  for await (const _ of both);
  for await (const _ of receiver);
  // @ts-expect-error: it only sends
  for await (const _ of sender);
}

export function closing(): void {
  both.close();
  sender.close();
  // @ts-expect-error: it only receives
  receiver.close();
  both.cancel();
  receiver.cancel();
  // @ts-expect-error: it only sends
  sender.cancel();
}
