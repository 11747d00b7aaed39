import { channel } from "sluice";

export async function rally(strokes: number): Promise<string[]> {
  const table = channel<number>();
  const noted: string[] = [];

  async function play(name: string) {
    for (;;) {
      const { done, value } = await table.receive();
      if (done) return; // the other player has closed the table
      noted.push(`${name} ${value}`);
      if (value === strokes) return table.close();
      await table.send(value + 1);
    }
  }

  const playing = [play("Ann"), play("Bob")];
  await table.send(1);
  await Promise.all(playing);
  return noted;
}
