// A program over groupBy(), and what must hold of it whenever all has come to rest.
import { type Flow, groupBy, type KeyGroup, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { BROKEN, type Feed, feedOf } from "./feed.ts";
import { type Acting, Party } from "./party.ts";
import type { Op, Program } from "./program.ts";

/** A group as the model sees it. */
interface Group {
  readonly key: number;
  /** All that was pulled for it. */
  readonly routed: number[];
  /** Whoever got it. */
  party?: Party<number>;
  /** It ended because the loop was left before anybody had begun to read it. */
  abandoned: boolean;
}

export class GroupsRun {
  private readonly program: Program;
  /** Whether steps come to rest, so that the model knows which group a value goes to. */
  private readonly exact: boolean;
  private readonly feed: Feed;
  private readonly outer: Party<KeyGroup<number, number>>;
  private readonly groups: Group[] = [];
  private readonly open = new Map<number, Group>();
  /** Groups that came, those that were taken included, and how many were taken. */
  private readonly came: Group[] = [];
  private readonly parties: Party<number>[] = [];
  private readonly keys: number[] = [];
  private reading = false;

  constructor(program: Program, exact: boolean) {
    this.program = program;
    this.exact = exact;
    this.feed = feedOf(program.source, program.ending);
    const { later, buffer } = program;
    const keyOf = (value: number) => this.route(value);
    const stage = groupBy(later ? (value: number) => Promise.resolve(keyOf(value)) : keyOf, { buffer });
    this.outer = new Party(pipeline(this.feed.source, stage), (group) => this.arrived(group));
  }

  /** Called with each value that is pulled. The model's groups are those at this moment. */
  private route(value: number): number {
    const { routes, width } = this.program;
    const key = (routes[value % routes.length] ?? 0) % width;
    assert.is(value, this.keys.length, "pulled out of order");
    this.keys.push(key);
    if (this.exact) this.groupOf(key)?.routed.push(value);
    return key;
  }

  private groupOf(key: number): Group | undefined {
    const known = this.open.get(key);
    if (known !== undefined || this.outer.left) return known;
    const group: Group = { key, routed: [], abandoned: false };
    this.open.set(key, group);
    this.groups.push(group);
    this.came.push(group);
    return group;
  }

  private arrived({ key, values }: KeyGroup<number, number>): void {
    const flow: Flow<number> = this.program.piped ? pipeline(values) : values;
    const party = new Party(flow);
    this.parties.push(party);
    if (this.reading) party.read();
    if (!this.exact) return;
    const group = this.came[this.outer.taken.length - 1] as Group;
    assert.is(key, group.key, "groups come in another order");
    group.party = party;
  }

  async step({ as, on }: Op): Promise<void> {
    const party = this.parties.length === 0 ? undefined : this.parties[(on - 1) % this.parties.length];
    if (as === "feed") this.give(on + 1);
    else if (as === "finish") this.finish();
    else if (on % 2 === 0 || party === undefined) await this.act(as, this.outer);
    else await this.act(as, party);
  }

  private async act(as: Op["as"], party: Acting): Promise<void> {
    if (as === "pull") return party.pull();
    if (as === "read") return party.read();
    const left = party.leave();
    if (party.left && party === this.outer) this.abandon();
    else if (party.left) this.forget(party);
    await left;
  }

  private forget(party: Acting): void {
    for (const [key, group] of this.open) if (group.party === party) this.open.delete(key);
  }

  private abandon(): void {
    for (const group of this.groups) {
      const { party } = group;
      if (party === undefined || (party.pulls === 0 && !party.left)) group.abandoned = true;
    }
  }

  private give(count: number): void {
    if (!this.feed.finished) this.feed.feed(count);
  }

  private finish(): void {
    if (!this.feed.finished) this.feed.finish(this.program.ending);
  }

  /** Who has not left reads to the end, and so does whoever comes. */
  readAll(): void {
    this.finish();
    this.reading = true;
    for (const party of [this.outer, ...this.parties]) if (!party.left) party.read();
  }

  check(): void {
    this.checkOrder();
    if (this.exact) this.checkGroups();
    this.checkSource();
  }

  checkEnded(): void {
    this.check();
    for (const [index, { stays, waiting }] of [this.outer, ...this.parties].entries()) {
      assert.not(stays, `${index} was not told the end`);
      assert.is(waiting, 0, `${index} waits after the end`);
    }
  }

  /** No value comes twice, and those of a key in order. */
  private checkOrder(): void {
    const last = new Map<number, number>();
    for (const [index, { taken }] of this.parties.entries()) {
      const key = this.outer.taken[index]?.key ?? -1;
      for (const value of taken) {
        assert.is(this.keys[value], key, `${value} is in another group`);
        assert.ok(value > (last.get(key) ?? -1), `${value} came again, or too late`);
        last.set(key, value);
      }
    }
  }

  private checkGroups(): void {
    for (const [index, group] of this.groups.entries()) {
      const { party, routed, abandoned } = group;
      if (party === undefined) continue;
      const { taken, failures, stays, ended, left, waiting } = party;
      assert.equal(taken, routed.slice(0, taken.length), `group ${index} has other values`);
      if (!stays) assert.is(waiting, 0, `group ${index} is over, and waits`);
      if (abandoned) {
        for (const error of failures) assert.is((error as Error).name, "AbortError");
        continue;
      }
      assert.equal(failures, failures.length > 0 ? [BROKEN] : [], `group ${index} failed`);
      if ((ended || failures.length > 0) && !left) assert.equal(taken, routed, `group ${index} did not get all`);
      if (waiting > 0) assert.ok(this.held(group) === 0 && this.blocked, `group ${index} waits, and need not`);
      if (stays) assert.ok(this.held(group) <= this.program.buffer + 1, `group ${index} holds ${this.held(group)}`);
    }
    if (!this.outer.stays) assert.is(this.outer.waiting, 0, "the loop is over, and waits");
    else if (this.outer.waiting > 0) assert.ok(this.newcomers === 0 && this.blocked, "the loop waits, and need not");
    if (this.outer.stays) assert.ok(this.newcomers <= 1, `${this.newcomers} groups are held`);
  }

  private held({ routed, party }: Group): number {
    return routed.length - (party?.taken.length ?? 0);
  }

  private get newcomers(): number {
    return this.came.length - this.outer.taken.length;
  }

  /** Is there a reason to wait? The source is silent, or a group or the loop is behind. */
  private get blocked(): boolean {
    const { fed, finished } = this.feed;
    if (this.keys.length === fed && !finished) return true;
    if (!this.outer.left && this.newcomers > 0) return true;
    return this.groups.some((group) =>
      !group.abandoned && (group.party?.stays ?? !this.outer.left) && this.held(group) > this.program.buffer
    );
  }

  private checkSource(): void {
    const { feed, outer, parties, program } = this;
    if (outer.pulls === 0) assert.is(this.keys.length, 0, "pulled unasked");
    if (program.source === "channel" || !this.exact) return assert.ok(feed.released <= 1);
    const allLeft = outer.left && this.groups.every(({ party, abandoned }) => abandoned || party?.left === true);
    const staying = parties.some(({ stays }) => stays);
    if (feed.closed) assert.is(feed.released, 0, "released after its end");
    else if (allLeft) assert.is(feed.released, 1, "not released");
    else if (outer.stays || staying) assert.is(feed.released, 0, "released too early");
  }
}
