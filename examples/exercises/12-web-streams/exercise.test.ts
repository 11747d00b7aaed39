import * as assert from "node:assert/strict";
import type { Tests } from "../../../tools/tour/exercises.ts";
import type * as Exercise from "./exercise.ts";

const tests: Tests<typeof Exercise> = {
  "loud() passes on what has come of a body that has no end, and cancels it when its reader does": async ({ loud }) => {
    let cancelled = () => {};
    const cancelling = new Promise<void>((resolve) => cancelled = resolve);
    const endless = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("fire")),
      cancel: () => cancelled(),
    });
    const response = await loud(new Response(endless));
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    assert.equal(new TextDecoder().decode(value), "FIRE");
    await reader.cancel();
    await cancelling;
  },
};
export default tests;
