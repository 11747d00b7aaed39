// The code under test: an edit is saved a second after the last one, and a save that fails is tried again.
import { debounce, pipeline, type Receiver, retry } from "sluice";

/** Saves the newest text whenever there was no edit for a second. Resolves when the edits have ended. */
export async function autosave(edits: Receiver<string>, save: (text: string) => Promise<void>): Promise<void> {
  await pipeline(edits, debounce(1_000)).forEach((text) => retry(() => save(text), { delay: 100, jitter: "none" }));
}
