// Runs a program, and looks whether all that must hold does.
import { ticks, turn } from "../../../support/test.ts";
import { takeUncaught } from "../../../support/uncaught.ts";
import { capacityOf, ordered } from "./buffers.ts";
import type { Program } from "./program.ts";
import { User } from "./user.ts";

/** Gives what is wrong. */
export async function run(program: Program): Promise<readonly string[]> {
  const user = new User(program);
  const { channel, account, open, failures } = user;
  const restless: string[] = [];
  const rests = () => void restless.push(...unrest(user, program));
  for (const { op, ticks: count } of program.steps) {
    user.do(op);
    rests();
    await ticks(count);
    rests();
  }
  user.behave();
  await turn();
  rests();
  channel.close();
  while (user.tryReceive());
  rests();
  await turn();
  user.release();
  const uncaught = await takeUncaught();
  return [
    ...restless,
    ...failures,
    ...[...open.values()].map((as) => `${as} waits for ever`),
    ...account.wrong(channel.stats, ordered(program.kind)),
    ...uncaught.map((error) => `nobody caught ${String(error)}`),
  ];
}

/** What must not be whenever no operation is running. */
function* unrest({ channel, cancelled }: User, { kind, capacity }: Program): Generator<string> {
  const { size, closed, stats: { waitingSenders, waitingReceivers } } = channel;
  const state = `${size} held, ${waitingSenders} waiting to send, ${waitingReceivers} to receive`;
  const full = size >= capacityOf(kind, capacity);
  if (waitingSenders > 0 && !full) yield `room for those who wait: ${state}`;
  if (waitingReceivers > 0 && size > 0) yield `values for those who wait: ${state}`;
  if (waitingReceivers > 0 && closed && waitingSenders === 0) yield `an end for those who wait: ${state}`;
  if (cancelled && size + waitingSenders + waitingReceivers > 0) yield `cancelled, and ${state}`;
  if (waitingSenders > 0 && waitingReceivers > 0 && waitingSenders + waitingReceivers > 2) {
    yield `somebody for those who wait: ${state}`;
  }
}
