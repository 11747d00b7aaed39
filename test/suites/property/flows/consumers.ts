// Those who read a flow, in every way there is, and leave it.
import { channel, type Flow } from "sluice";
import type { ActorSpec, ConsumerSpec } from "./program.ts";
import type { Value, World } from "./world.ts";

/** What a consumer was told. */
export interface Told {
  /** What it got; `undefined` if it is not to be known. */
  readonly values: readonly Value[] | undefined;
  readonly count: number | undefined;
  /** `left`: it had enough. */
  readonly ending: "end" | "left" | { readonly error: unknown };
}

/** Reads until the end, or until it has enough. */
export async function consume(world: World, flow: Flow<Value>, spec: ConsumerSpec): Promise<Told> {
  const values: Value[] = [];
  const left = () => values.length === spec.leaves;
  let count: number | undefined;
  let busy = false;
  /** Takes its time, and asks for the next one. */
  const taken = async (value: Value) => {
    values.push(value);
    if (spec.slow) await world.pace.step();
    if (!left()) world.asked++;
  };
  /** The same, inside of a function of the consumer's. */
  const looked = (value: Value): void | Promise<void> => {
    values.push(value);
    if (left() && spec.how === "fail") throw world.exits.fail("the consumer fails");
    if (left()) leave(world, flow, spec.how).catch(() => {});
    const pause = spec.slow ? world.pace.step() : undefined;
    busy = pause !== undefined;
    const on = () => {
      busy = false;
      world.asked++;
    };
    return pause === undefined ? on() : pause.then(on);
  };
  const told = (ending: Told["ending"]): Told => {
    world.told(ending === "end" ? "at the end" : "when it was left");
    if (busy) world.blame(`${spec.as} was done before its function was`);
    const secret = spec.as === "run" || (spec.as === "toArray" && ending !== "end");
    return { values: secret ? undefined : values, count, ending };
  };
  try {
    if (spec.leaves === 0 && !["toArray", "run", "into"].includes(spec.as)) {
      await leave(world, flow, spec.how);
      return told("left");
    }
    switch (spec.as) {
      case "for await":
        world.asked++;
        for await (const value of flow) {
          await taken(value);
          if (left() && spec.how === "fail") throw world.exits.fail("the consumer fails");
          if (!left()) continue;
          world.exits.cancelled = true;
          break;
        }
        return told(left() ? "left" : "end");
      case "next":
        for (;;) {
          const { done, value } = await world.next(flow);
          if (done) return told("end");
          values.push(value);
          if (spec.slow) await world.pace.step();
          if (!left()) continue;
          await leave(world, flow, spec.how);
          return told("left");
        }
      case "several":
        return told(await several(world, flow, spec, values));
      case "toArray":
        world.asked = Infinity;
        values.push(...await flow.toArray());
        return told("end");
      case "run":
        world.asked = Infinity;
        count = await flow.run();
        return told("end");
      case "forEach":
        world.asked++;
        await flow.forEach(looked);
        return told("end");
      case "reduce": {
        world.asked++;
        count = await flow.reduce((total, value) => {
          const waits = looked(value);
          return waits === undefined ? total + 1 : waits.then(() => total + 1);
        }, 0);
        return told("end");
      }
      case "into":
        return told(await into(world, flow, spec, values));
    }
  } catch (error) {
    return told({ error });
  }
}

/** Keeps several calls of `next()` under way; they are answered in order. */
async function several(world: World, flow: Flow<Value>, spec: ConsumerSpec, values: Value[]): Promise<Told["ending"]> {
  const asked: Promise<IteratorResult<Value>>[] = [];
  let [calls, answers] = [0, 0];
  const ask = () => {
    const call = calls++;
    const answered = () => {
      if (call !== answers++) world.blame(`call ${call} of next() was answered as number ${answers - 1} (P4)`);
    };
    const answer = world.next(flow);
    answer.then(answered, answered);
    asked.push(answer);
  };
  let ending: Told["ending"] = "end";
  let over = false;
  let leaving: Promise<void> | undefined;
  while (!over || asked.length > 0) {
    while (!over && asked.length < spec.width) ask();
    try {
      const { done, value } = await asked.shift() as IteratorResult<Value>;
      if (done) over = true;
      else values.push(value);
      if (!done && over && leaving === undefined) world.blame("a value came after the end");
    } catch (error) {
      if (over && leaving === undefined) world.blame(`an error came after the end: ${error}`);
      over = true;
      if (leaving === undefined) ending = { error };
      else world.others.push(error);
    }
    if (spec.slow) await world.pace.step();
    if (values.length < spec.leaves || over) continue;
    over = true;
    ending = "left";
    leaving = leave(world, flow, spec.how);
    leaving.catch(() => {});
  }
  await leaving;
  return ending;
}

/** Into a channel that somebody else reads, and may cancel. */
async function into(world: World, flow: Flow<Value>, spec: ConsumerSpec, values: Value[]): Promise<Told["ending"]> {
  const sink = channel<Value>(spec.width - 1);
  const close = spec.width !== 2;
  world.demand = () => sink.stats.sent + world.stolen.length + 1;
  world.asked = Infinity;
  let failure: unknown;
  const reading = (async () => {
    try {
      for await (const value of spec.leaves === 0 ? [] : sink) {
        values.push(value);
        if (spec.slow) await world.pace.step();
        if (values.length === spec.leaves) break;
      }
    } catch (error) {
      failure = error;
    }
    if (values.length !== spec.leaves) return;
    world.exits.closed = true;
    sink.cancel("enough");
  })();
  let ending: Told["ending"] = "end";
  try {
    const count = await flow.into(sink, { close });
    if (count !== sink.stats.sent) world.blame(`into() counted ${count} of ${sink.stats.sent}`);
    world.told("at the end");
  } catch (error) {
    world.told("when it failed");
    ending = { error };
  }
  if (sink.closed !== (close || world.exits.closed)) world.blame("into() did not close as it should");
  const { waitingSenders } = sink.stats;
  if (waitingSenders > 0) world.blame(`${waitingSenders} still wait on the sink (P3, P4)`);
  sink.close();
  await reading;
  if (close && typeof ending === "object" && !world.exits.closed && failure !== ending.error) {
    world.blame("the reader did not get the error of the flow");
  }
  return ending;
}

/** Stops a flow; resolves when it has stopped. */
export async function leave(
  world: World,
  flow: Flow<Value>,
  how: ConsumerSpec["how"] | ActorSpec["as"],
): Promise<void> {
  const { exits } = world;
  switch (how) {
    case "break":
    case "return": {
      exits.cancelled = true;
      const { done, value } = await flow.return();
      if (!done || value !== undefined) world.blame("return() gave a value");
      return;
    }
    case "cancel":
      return await flow.cancel(exits.fail("cancelled"));
    case "dispose":
      exits.cancelled = true;
      return await flow[Symbol.asyncDispose]();
    case "fail":
    case "throw": {
      const thrown = exits.fail("thrown");
      const error = await flow.throw(thrown).catch((error) => error);
      if (error !== thrown) throw error;
      return;
    }
  }
}
