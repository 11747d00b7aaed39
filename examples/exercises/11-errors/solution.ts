import { map, pipeline, type Receiver, type Sender } from "sluice";

function parse(text: string): number {
  if (Number.isNaN(Number(text))) throw new Error(`not a number: ${text}`);
  return Number(text);
}

export async function parseAll(texts: string[]): Promise<{ numbers: number[]; bad: string[] }> {
  const bad: string[] = [];
  const numbers = await pipeline(texts, map(parse, { onError: (_, text) => void bad.push(text) })).toArray();
  return { numbers, bad };
}

export async function copy(from: Receiver<string>, to: Sender<string>): Promise<void> {
  try {
    for await (const value of from) await to.send(value);
    to.close();
  } catch (error) {
    to.close(error); // or in one line: await pipeline(from).into(to)
  }
}
