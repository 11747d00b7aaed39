// Runs a program, and looks whether all that must hold does.
import { type Flow, pipeline, type Source, type Stage } from "sluice";
import { type Watched, watchedSignal } from "../../../support/signals.ts";
import { ticks, turn } from "../../../support/test.ts";
import { type FakeTimers, withTimers } from "../../../support/timers.ts";
import { takeUncaught } from "../../../support/uncaught.ts";
import { consume, leave, type Told } from "./consumers.ts";
import type { Line } from "./line.ts";
import { MOMENT, Pace } from "./pace.ts";
import { probed } from "./probe.ts";
import type { ActorSpec, Program } from "./program.ts";
import { type Opened, sourceOf } from "./sources.ts";
import { build } from "./stages.ts";
import { type Got, judge } from "./verdict.ts";
import { type Value, World } from "./world.ts";

/** Gives what is wrong, and what is known of the end. */
export async function run(program: Program): Promise<readonly string[]> {
  let problems: readonly string[] = [];
  await withTimers(async (timers) => {
    problems = await new Run(program, timers).all();
  });
  return problems;
}

class Run {
  private readonly program: Program;
  private readonly timers: FakeTimers;
  private readonly world: World;
  private readonly watched: Watched = watchedSignal();
  private line: Line | undefined = undefined;
  private readonly acting: Promise<void>[] = [];

  constructor(program: Program, timers: FakeTimers) {
    this.program = program;
    this.timers = timers;
    this.world = new World(program, new Pace(program.steps, timers), timers);
  }

  async all(): Promise<readonly string[]> {
    const { world, program } = this;
    const opened = sourceOf(world, program.source);
    const flow = this.open(opened);
    for (const actor of program.actors) this.enlist(flow, actor);
    const told = await this.settled(flow, consume(world, flow, program.consumer));
    if (told === undefined) return world.problems;
    await this.settled(flow, Promise.all(this.acting));
    await this.still(() => false); // what was left behind comes to its end
    await this.after(flow);
    await this.judge(flow, told, opened.heads);
    world.close();
    for (const cleanup of world.cleanups) await cleanup();
    await turn(); // the listeners stay for the rest of the turn
    for (const error of await takeUncaught()) world.blame(`nobody caught ${described(error)} (P3)`);
    if (this.watched.listeners > 0) world.blame(`${this.watched.listeners} listeners stay on the signal (C15)`);
    if (this.timers.armed > 0) world.blame(`${this.timers.armed} timers stay armed (P3, P4)`);
    return world.problems;
  }

  /** The flow beside its model. */
  private open({ source, line, limit }: Opened): Flow<Value> {
    const { program, world } = this;
    const built = program.stages.map((spec, index) => build(world, spec, `stage ${index}`));
    const model = this.line = built.reduce((before, { model }) => model(before), line);
    limit(() => model.demand(Math.min(world.asked, world.demand())));
    if (!program.probed) return this.flow(source, built.map(({ stage }) => stage));
    const { stages, last } = probed(world, built);
    world.demand = () => last.passed + 1;
    return this.flow(source, stages);
  }

  private flow(source: Source<Value>, stages: readonly Stage<Value, Value>[]): Flow<Value> {
    const { signal } = this.watched;
    const rest = [...stages, { signal }] as unknown as [Stage<Value, Value>]; // the overloads know no arrays
    return pipeline(source, ...rest);
  }

  private enlist(flow: Flow<Value>, { as, when, after }: ActorSpec): void {
    if (when === "first") this.acting.push(this.act(flow, as));
    else if (when === "later") this.acting.push(ticks(after).then(() => this.act(flow, as)));
    else this.world.pace.within(after, () => void this.acting.push(this.act(flow, as)));
  }

  /** What releasing fails with is told to whoever leaves. */
  private async act(flow: Flow<Value>, as: ActorSpec["as"]): Promise<void> {
    const { world, watched } = this;
    if (as === "abort") return watched.controller.abort(world.exits.fail("aborted"));
    if (as === "ask") {
      const place = world.stolen.length++; // one that is asked inside this call comes later
      world.stolen[place] = world.next(flow);
      return;
    }
    try {
      await leave(world, flow, as);
    } catch (error) {
      if (!world.knows(error)) world.blame(`${as} failed with ${described(error)} (P4)`);
    }
    world.told(`when ${as} was done`);
  }

  /** What it gives. Whatever stalls is left in the end; `undefined` if it hangs even so. */
  private async settled<T>(flow: Flow<Value>, promise: Promise<T>): Promise<T | undefined> {
    let result: T | undefined;
    let settled = false;
    promise.then((value) => {
      result = value;
      settled = true;
    }, (error) => {
      this.world.blame(`the consumer failed with ${described(error)}`);
      settled = true;
    });
    let rescued = false;
    while (!await this.still(() => settled)) {
      if (rescued || !this.mayStall) {
        this.world.blame(rescued ? "it hangs, and cannot be left (P4)" : "it hangs");
        return undefined;
      }
      rescued = true;
      this.acting.push(this.act(flow, this.program.steps.length % 2 === 0 ? "abort" : "cancel"));
    }
    return result;
  }

  /** Lets all go on until it is settled, or until nothing goes on any more, not even when time passes: false. */
  private async still(settled: () => boolean): Promise<boolean> {
    const { timers, world: { pace } } = this;
    for (let idle = 0; idle < 16; idle++) {
      const { activity } = pace;
      await turn();
      if (settled()) return true;
      if (pace.activity !== activity) idle = 0;
      else if (idle > 3 && timers.armed > 0) timers.pass(MOMENT);
    }
    return false;
  }

  /** May it come to a halt by itself? */
  private get mayStall(): boolean {
    const { line, world } = this;
    if (line === undefined) return false;
    if (line.known !== "sequence" || world.governed) return line.stalls; // one that stalls may hold the permits of all
    return line.endings.includes("stall");
  }

  /** After its end a flow stays at its end. An abort that nobody was told of is told once. */
  private async after(flow: Flow<Value>): Promise<void> {
    const { world } = this;
    try {
      const { done } = await flow.next();
      if (!done) world.blame("a value came after the end");
    } catch (error) {
      if (!world.exits.allow(error)) world.blame(`an error came after the end: ${described(error)}`);
    }
    const { done } = await flow.next();
    if (!done) world.blame("a value came after the end");
  }

  private async judge(flow: Flow<Value>, told: Told, heads: Opened["heads"]): Promise<void> {
    const { world, program, line } = this;
    const answers = [world.stolen, world.calls, heads?.answers ?? []].map((answers) => this.got(answers));
    const [stolen, calls, got] = await this.settled(flow, Promise.all(answers)) ?? [];
    if (line === undefined || stolen === undefined || calls === undefined || got === undefined) return;
    judge(world, { program, line, told, stolen, calls, head: heads && { got, line: heads.line } });
  }

  private async got(answers: readonly Promise<IteratorResult<Value>>[]): Promise<Got> {
    const values: Value[] = [];
    const errors: unknown[] = [];
    for (const answer of answers) {
      try {
        const { done, value } = await answer;
        if (!done) values.push(value);
      } catch (error) {
        errors.push(error);
      }
    }
    return { values, errors };
  }
}

function described(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error);
}
