// The two views of a channel: which stands for which.
import { type Buffer, type Channel, channel, type Receiver, type Sender } from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

interface Animal {
  readonly name: string;
}

interface Dog extends Animal {
  readonly barks: true;
}

const [animals, dogs] = [channel<Animal>(), channel<Dog>()];

export function aChannelIsBothItsViews(): void {
  use<Sender<Dog>>(dogs);
  use<Receiver<Dog>>(dogs);
  use<Disposable>(dogs);
  use<AsyncIterable<Dog>>(dogs);
}

export function senderIsContravariant(): void {
  use<Sender<Dog>>(animals);
  use<Sender<Dog>>(some<Sender<Animal>>());
  // @ts-expect-error: whoever sends any animal must not get a sender of dogs
  use<Sender<Animal>>(dogs);
  // @ts-expect-error: the same for the view itself
  use<Sender<Animal>>(some<Sender<Dog>>());
}

export function receiverIsCovariant(): void {
  use<Receiver<Animal>>(dogs);
  use<Receiver<Animal>>(some<Receiver<Dog>>());
  use<Receiver<unknown>>(dogs);
  // @ts-expect-error: whoever wants dogs must not get any animal
  use<Receiver<Dog>>(animals);
  // @ts-expect-error: the same for the view itself
  use<Receiver<Dog>>(some<Receiver<Animal>>());
}

export function channelIsInvariant(): void {
  use<Channel<Dog>>(dogs);
  // @ts-expect-error: it could be sent any animal
  use<Channel<Animal>>(dogs);
  // @ts-expect-error: it could give any animal
  use<Channel<Dog>>(animals);
}

export function bufferIsInvariant(): void {
  // @ts-expect-error: it could be offered any animal
  use<Buffer<Animal>>(some<Buffer<Dog>>());
  // @ts-expect-error: it could give any animal
  use<Buffer<Dog>>(some<Buffer<Animal>>());
}

export function aViewHasHalfOfTheOperations(): void {
  const [sender, receiver] = [some<Sender<Dog>>(), some<Receiver<Dog>>()];
  // @ts-expect-error: a sender does not receive
  sender.receive();
  // @ts-expect-error: a sender does not cancel
  sender.cancel();
  // @ts-expect-error: a receiver does not send
  receiver.send(some<Dog>());
  // @ts-expect-error: a receiver does not close
  receiver.close();
}

export async function receiveNarrows(): Promise<void> {
  const result = await dogs.receive();
  if (result.done) holds<Same<typeof result.value, undefined>>();
  else holds<Same<typeof result.value, Dog>>();

  const { done, value } = await dogs.receive();
  holds<Same<typeof value, Dog | undefined>>();
  if (done) return;
  holds<Same<typeof value, Dog>>();
}

export function tryReceiveNarrows(): void {
  const result = dogs.tryReceive();
  holds<Same<typeof result, IteratorResult<Dog, undefined> | undefined>>();
  if (result === undefined || result.done) return;
  holds<Same<typeof result.value, Dog>>();
}

export async function loopsGiveValues(): Promise<void> {
  for await (const dog of dogs) holds<Same<typeof dog, Dog>>();
  for await (const dog of dogs.consume()) holds<Same<typeof dog, Dog>>();
  for await (const several of dogs.batches(10)) holds<Same<typeof several, Dog[]>>();
}

export async function sendTakesValues(): Promise<void> {
  const sent = await dogs.send(some<Dog>());
  holds<Same<typeof sent, void>>();
  const count = await animals.sendAll([some<Dog>(), some<Animal>()]);
  holds<Same<typeof count, number>>();
  await animals.sendAll(dogs);
  holds<Same<ReturnType<typeof dogs.trySend>, boolean>>();
  // @ts-expect-error: an animal is no dog
  await dogs.send(some<Animal>());
  // @ts-expect-error: an animal is no dog
  dogs.trySend(some<Animal>());
  // @ts-expect-error: animals are no dogs
  await dogs.sendAll(animals);
  // @ts-expect-error: there is something to be sent
  await dogs.send();
}

export async function aChannelOfNothingSendsNothing(): Promise<void> {
  const ticks = channel<void>();
  await ticks.send();
  ticks.trySend();
}

export function membersCannotBeReplaced(): void {
  // @ts-expect-error: they are the library's
  dogs.closed = true;
  // @ts-expect-error: they are the library's
  dogs.size = 0;
  // @ts-expect-error: they are the library's
  dogs.send = animals.send;
}
