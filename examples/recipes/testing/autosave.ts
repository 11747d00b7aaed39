// The code under test: it saves the text a second after the last edit, and retries a failed save.
import { debounce, pipeline, type Receiver, retry } from "sluice";

/** Saves the newest text whenever there was no edit for a second. Resolves when the edits have ended. */
export async function autosave(edits: Receiver<string>, save: (text: string) => Promise<void>): Promise<void> {
  await pipeline(edits, debounce(1_000)).forEach((text) => retry(() => save(text), { delay: 100, jitter: "none" }));
}
