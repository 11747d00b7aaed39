// One to many: what is inferred, and who may stand for whom.
import {
  type Broadcast,
  broadcast,
  type End,
  type Got,
  type Receiver,
  select,
  type Sender,
  sending,
  sliding,
  type Subscription,
  type Topics,
  topics,
  type Watch,
  watch,
} from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

interface Animal {
  readonly name: string;
}
interface Dog extends Animal {
  bark(): void;
}
interface Message {
  readonly room: "kitchen" | "garden";
  readonly text: string;
}

export async function aBroadcastIsASenderAndASubscriptionAReceiver(): Promise<void> {
  const numbers = broadcast<number>({ replay: 1, whenNone: "wait" });
  const reader = numbers.subscribe(sliding(2), { signal: new AbortController().signal });
  use<Sender<number> & Disposable>(numbers);
  use<Receiver<number> & Disposable>(reader);
  holds<Same<typeof reader, Subscription<number>>>();
  holds<Same<typeof reader.lagged, number>>();
  const hit = await select({ in: reader, out: sending(numbers, 1) });
  if (hit.key === "in") holds<Same<Pick<typeof hit, "done" | "value">, Pick<Got<number> | End, "done" | "value">>>();
  broadcast<number>(some<{ replay: number | undefined } | undefined>());
  // @ts-expect-error: the buffer is said, not guessed
  numbers.subscribe();
  // @ts-expect-error: a buffer of strings
  numbers.subscribe(sliding<string>(1));
  // @ts-expect-error: no such policy
  broadcast({ whenNone: "fail" });
  // @ts-expect-error: nobody can cancel a broadcast
  numbers.cancel();
}

export function whoMayStandForWhom(animals: Broadcast<Animal>, dogs: Broadcast<Dog>): void {
  use<Sender<Dog>>(animals);
  use<Subscription<Animal>>(dogs.subscribe(0));
  // @ts-expect-error: a cat may be sent to it
  use<Sender<Animal>>(dogs);
  // @ts-expect-error: a broadcast is both ends
  use<Broadcast<Animal>>(dogs);
  // @ts-expect-error: a broadcast is both ends
  use<Broadcast<Dog>>(animals);
  // @ts-expect-error: set() may be given any animal
  use<Watch<Animal>>(some<Watch<Dog>>());
  // @ts-expect-error: `value` may be any animal
  use<Watch<Dog>>(some<Watch<Animal>>());
}

export async function aWatchHasTheTypeOfItsValue(): Promise<void> {
  const level = watch<"low" | "high">("low");
  holds<Same<typeof level.value, "low" | "high">>();
  level.update((value) => value === "low" ? "high" : "low");
  for await (const value of level.subscribe()) holds<Same<typeof value, "low" | "high">>();
  // @ts-expect-error: no such level
  level.set("middle");
  // @ts-expect-error: by set() only
  level.value = "high";
  // @ts-expect-error: a watch is no sender
  use<Sender<"low" | "high">>(level);
}

export async function topicsInferValueAndKey(): Promise<void> {
  const chat = topics((message: Message) => message.room);
  holds<Same<typeof chat, Topics<Message, "kitchen" | "garden">>>();
  use<Sender<Message> & Disposable>(chat);
  for await (const { text } of chat.subscribe("kitchen", 5)) holds<Same<typeof text, string>>();
  use<Topics<Message, "kitchen">>(chat);
  // @ts-expect-error: there may be more keys than it knows
  use<Topics<Message, string>>(chat);
  // @ts-expect-error: no such room
  chat.subscribe("cellar", 5);
  // @ts-expect-error: the buffer is said, not guessed
  chat.subscribe("kitchen");
  // @ts-expect-error: no message
  chat.trySend("tea?");
}
