// What can stand in a select: what is ready, what happens then, and where it waits.
import type { ModelChannel } from "./channel.ts";
import { type End, type Failure, type Got, got, Refusal } from "./outcome.ts";
import type { Line, Party } from "./party.ts";
import { next } from "./party.ts";
import type { Signal } from "./signal.ts";
import type { World } from "./world.ts";

/** `foreign`: through the public protocol, as another copy of the library would use it. */
export type ModelCase =
  | { readonly is: "off" }
  | { readonly is: "receive"; readonly channel: ModelChannel; readonly foreign: boolean }
  | { readonly is: "send"; readonly channel: ModelChannel; readonly value: unknown; readonly foreign: boolean }
  | { readonly is: "signal"; readonly signal: Signal }
  | { readonly is: "promise"; readonly promise: ModelPromise }
  | { readonly is: "gate"; readonly gate: ModelGate };

/** A case of the program's own: it opens so many times. */
export class ModelGate {
  readonly line: Line = { places: [] };
  open = 0;

  give(value: unknown): void {
    const place = next(this.line);
    if (place === undefined) this.open++;
    else place.party.happened(place.arm, got(value));
  }
}

/** Whether a promise is settled is known a hop after a select first met it. */
export class ModelPromise {
  readonly line: Line = { places: [] };
  private readonly world: World;
  private settled: Got | Refusal | undefined = undefined;
  private met = false;
  known: Got | Refusal | undefined = undefined;

  constructor(world: World) {
    this.world = world;
  }

  meet(): void {
    if (this.met) return;
    this.met = true;
    if (this.settled !== undefined) this.world.nextHop(() => this.tell());
  }

  settle(outcome: Got | Refusal): void {
    if (this.settled !== undefined) return;
    this.settled = outcome;
    if (this.met) this.world.nextHop(() => this.tell());
  }

  private tell(): void {
    this.known = this.settled;
    for (let place = next(this.line); place !== undefined; place = next(this.line)) {
      if (this.known instanceof Refusal) place.party.failed(this.known.failure);
      else place.party.happened(place.arm, this.known as Got);
    }
  }
}

/** It can happen only once. */
export function isOnce({ is }: ModelCase): boolean {
  return is === "send" || is === "signal" || is === "promise";
}

/** A case of the library through the public protocol: asking it is an operation of its own. */
export function isLent(given: ModelCase): boolean {
  return "foreign" in given && given.foreign;
}

/** A loop has no more use for it. */
export function isOver(given: ModelCase): boolean {
  return given.is === "off" || (given.is === "receive" && given.channel.ended);
}

export function isReady(given: ModelCase): boolean {
  switch (given.is) {
    case "off":
      return false;
    case "receive":
      return given.channel.hasNext;
    case "send":
      return given.channel.accepts(given.value);
    case "signal":
      return given.signal.aborted;
    case "promise":
      return given.promise.known !== undefined;
    case "gate":
      return given.gate.open > 0;
  }
}

/** What a ready case would fail with. */
export function failureOf(given: ModelCase): Failure | undefined {
  if (given.is === "receive") return given.channel.receiveFailure;
  if (given.is === "send") return given.channel.sendFailure(given.value);
  if (given.is === "promise" && given.promise.known instanceof Refusal) return given.promise.known.failure;
  return undefined;
}

/** Has a ready case happen. */
export function perform(given: ModelCase): Got | End {
  switch (given.is) {
    case "off":
      throw new Error("It is never ready");
    case "receive":
      return given.channel.receive() as Got | End;
    case "send":
      given.channel.send(given.value);
      return got(undefined);
    case "signal":
      return got(given.signal.reason);
    case "promise":
      if (given.promise.known instanceof Refusal) throw given.promise.known;
      return given.promise.known as Got;
    case "gate":
      given.gate.open--;
      return got("open");
  }
}

/** Gets in line. */
export function park(given: ModelCase, party: Party, arm: number): void {
  switch (given.is) {
    case "off":
      return;
    case "receive":
      return party.join(given.channel.receivers, undefined, arm);
    case "send":
      if (given.channel.crowded) throw new Refusal(given.channel.overflow(given.value));
      return party.join(given.channel.senders, given.value, arm);
    case "signal":
      return party.watch(given.signal, arm);
    case "promise":
      return party.join(given.promise.line, undefined, arm);
    case "gate":
      return party.join(given.gate.line, undefined, arm);
  }
}
