// Uses what a call has returned, whatever it is: as long as it takes to fail, and then it is left.
import { pending } from "../../support/test.ts";

type Report = (error: unknown) => void;
type Methods = Readonly<Record<PropertyKey, (...given: readonly unknown[]) => unknown>>;

/** Never rejects: what fails is reported. */
export async function use(result: unknown, report: Report): Promise<void> {
  if (result === null || typeof result !== "object" && typeof result !== "function") return;
  const used = result as Methods;
  const call = (method: PropertyKey, ...given: readonly unknown[]) => attempt(() => used[method]?.(...given), report);
  const has = (method: PropertyKey) => typeof used[method] === "function";
  if (Array.isArray(result)) { for (const one of result) await use(one, report); }
  else if (has("then")) {
    await attempt(() => (result as PromiseLike<unknown>).then((value) => use(value, report)), report);
  } else if (has("getReader")) await useReadable(result as ReadableStream, report);
  else if (has("getWriter")) await useWritable(result as WritableStream, report);
  else if (has("pipe") && has("destroy")) await useNode(used, report);
  else if (has("next") && has(Symbol.asyncIterator)) {
    await call("next");
    await call("next");
    await call("return");
  } else if (typeof result === "function") return;
  else {
    if (has("trySend")) await call("trySend", "text");
    if (has("receive")) await call("receive");
    if (has("readable")) await useReadable(used["readable"] as never, report);
    const leave = ["cancel", "close", "release", "stop", "unsubscribe"].find(has);
    if (leave !== undefined) await call(leave);
  }
}

async function attempt(act: () => unknown, report: Report): Promise<void> {
  try {
    const done = act();
    if (done instanceof Promise) {
      done.catch(report);
      await pending(done, 40);
    }
  } catch (error) {
    report(error);
  }
}

async function useReadable(stream: ReadableStream, report: Report): Promise<void> {
  const reader = stream.getReader();
  reader.closed.catch(report);
  await attempt(() => reader.read(), report);
  await attempt(() => reader.cancel(), report);
}

async function useWritable(stream: WritableStream, report: Report): Promise<void> {
  const writer = stream.getWriter();
  writer.closed.catch(report);
  await attempt(() => writer.write("text"), report);
  await attempt(() => writer.abort(new DOMException("left", "AbortError")), report);
}

async function useNode(stream: Methods, report: Report): Promise<void> {
  stream["on"]?.("error", report);
  await attempt(() => stream["read"]?.(), report);
  await attempt(() => stream["write"]?.(1), report);
  await attempt(() => stream["destroy"]?.(), report);
}
