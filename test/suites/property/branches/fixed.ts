// A program over tee() or partition(), and what must hold of it whenever all has come to rest.
import { type Flow, partition, pipeline, tee } from "sluice";
import * as assert from "uvu/assert";
import { BROKEN, type Feed, feedOf } from "./feed.ts";
import { Party } from "./party.ts";
import type { Op, Program } from "./program.ts";

export class FixedRun {
  private readonly program: Program;
  /** Whether steps come to rest. */
  private readonly exact: boolean;
  private readonly feed: Feed;
  private readonly parties: readonly Party<number>[];

  constructor(program: Program, exact: boolean) {
    this.program = program;
    this.exact = exact;
    this.feed = feedOf(program.source, program.ending);
    const { piped } = program;
    this.parties = this.branches().map((branch) => new Party(piped ? pipeline(branch) : branch));
  }

  private branches(): Flow<number>[] {
    const { kind, width, buffer, later } = this.program;
    if (kind === "tee") return tee(this.feed.source, width, buffer);
    const test = (value: number) => this.passes(value);
    return partition(this.feed.source, later ? (value) => Promise.resolve(test(value)) : test, buffer);
  }

  private passes(value: number): boolean {
    const { routes } = this.program;
    return (routes[value % routes.length] ?? 0) % 2 === 0;
  }

  /** What was pulled for a party. */
  private routed(index: number): number[] {
    const pulled = Array.from({ length: this.feed.pulled }, (_, value) => value);
    return this.program.kind === "tee" ? pulled : pulled.filter((value) => this.passes(value) === (index === 0));
  }

  async step({ as, on }: Op): Promise<void> {
    const party = this.parties[on % this.parties.length] as Party<number>;
    if (as === "pull") party.pull();
    else if (as === "read") party.read();
    else if (as === "leave") await party.leave();
    else if (as === "feed") this.give(on + 1);
    else this.finish();
  }

  private give(count: number): void {
    if (!this.feed.finished) this.feed.feed(count);
  }

  private finish(): void {
    if (!this.feed.finished) this.feed.finish(this.program.ending);
  }

  /** Who has not left reads to the end. */
  readAll(): void {
    this.finish();
    for (const party of this.parties) if (!party.left) party.read();
  }

  /** All has come to rest. */
  check(): void {
    this.parties.forEach((party, index) => this.checkParty(party, index));
    this.checkSource();
  }

  checkEnded(): void {
    this.check();
    for (const [index, { stays, waiting }] of this.parties.entries()) {
      assert.not(stays, `${index} was not told the end`);
      assert.is(waiting, 0, `${index} waits after the end`);
    }
  }

  private checkParty(party: Party<number>, index: number): void {
    const routed = this.routed(index);
    const { taken, failures, stays, ended, left, waiting } = party;
    assert.equal(taken, routed.slice(0, taken.length), `${index} has other values`);
    if (!stays) assert.is(waiting, 0, `${index} is over, and waits`);
    if (ended && !left && failures.length === 0) {
      assert.is(this.program.ending, "end", `${index} was told the end of a source that failed`);
    }
    if ((ended || failures.length > 0) && !left) assert.equal(taken, routed, `${index} did not get all`);
    assert.equal(failures, failures.length > 0 ? [BROKEN] : [], `${index} failed`);
    if (!stays) return;
    assert.ok(this.held(index) <= this.program.buffer + 1, `${index} holds ${this.held(index)}`);
    if (waiting > 0) assert.ok(this.held(index) === 0 && this.blocked, `${index} waits, and need not`);
  }

  private held(index: number): number {
    return this.routed(index).length - (this.parties[index]?.taken.length ?? 0);
  }

  /** Is there a reason to wait? The source is silent, or one branch is behind. */
  private get blocked(): boolean {
    const { fed, pulled, finished } = this.feed;
    if (pulled === fed && !finished) return true;
    return this.parties.some(({ stays }, index) => stays && this.held(index) > this.program.buffer);
  }

  private checkSource(): void {
    const { feed, parties, program } = this;
    if (program.kind === "tee") {
      assert.ok(feed.pulled <= Math.max(...parties.map(({ pulls }) => pulls)), "pulled ahead");
    }
    if (parties.every(({ pulls }) => pulls === 0)) assert.is(feed.pulled, 0, "pulled unasked");
    const allLeft = parties.every(({ left }) => left);
    if (feed.closed && !this.exact) return assert.ok(feed.released <= 1); // its end may have come too late
    const owed = allLeft && !feed.closed && program.source !== "channel" ? 1 : 0;
    assert.is(feed.released, owed, `released ${feed.released} times, not ${owed}`);
  }
}
