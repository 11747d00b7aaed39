import { channel, group } from "sluice";

export async function spell(words: string[]): Promise<string[]> {
  const letters = channel<string>();

  async function spellOne(word: string) {
    for (const letter of word) await letters.send(letter);
  }

  const spelling = group((g) => {
    for (const word of words) g.go(() => spellOne(word));
  }).finally(() => letters.close());
  const heard: string[] = [];
  for await (const letter of letters) heard.push(letter);
  await spelling;
  return heard;
}
