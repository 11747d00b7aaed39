import { channel, group } from "sluice";

/**
 * Each task spells a word into one channel and then closes it, so the letters of longer words are refused. The channel
 * must be closed once, by the task that knows that all others have ended. Observe that `group` returns exactly then.
 */
export async function spell(words: string[]): Promise<string[]> {
  const letters = channel<string>();

  async function spellOne(word: string) {
    for (const letter of word) await letters.send(letter);
    letters.close();
  }

  const spelling = group((g) => {
    for (const word of words) g.go(() => spellOne(word));
  });
  const heard: string[] = [];
  for await (const letter of letters) heard.push(letter);
  await spelling;
  return heard;
}
