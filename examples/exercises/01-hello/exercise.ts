import { channel } from "sluice";

/**
 * Ann and Bob play table tennis: the ball is a number that travels over `table`. Each player receives it, notes the
 * stroke, and sends it back increased by one, until `strokes` have been played; so far a player hits the ball only
 * once. Observe that neither player can hit twice in a row, although both receive from the same channel.
 */
export async function rally(strokes: number): Promise<string[]> {
  const table = channel<number>();
  const noted: string[] = [];

  async function play(name: string) {
    const { value } = await table.receive();
    noted.push(`${name} ${value}`);
    if (value === strokes) table.close();
  }

  const playing = [play("Ann"), play("Bob")];
  await table.send(1);
  await Promise.all(playing);
  return noted;
}
