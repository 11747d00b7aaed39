// After C. A. R. Hoare, "Communicating Sequential Processes" (1978), section 3.6: Conway's problem.
//
// It shows coroutines: cards of 80 characters are read, each pair of asterisks becomes an upward arrow, and lines of 125
// characters are printed. Each step knows one thing, and none has to know where the others are in their loops.
import { channel, type Receiver, type Sender } from "sluice";

const card = 16; // instead of 80
const line = 25; // instead of 125

/** Cards to characters, with a space after each card. */
async function disassemble(cards: Receiver<string>, x: Sender<string>) {
  for await (const text of cards) {
    for (const character of text.padEnd(card)) await x.send(character);
    await x.send(" ");
  }
  x.close();
}

/** Pairs of asterisks to arrows. */
async function squash(west: Receiver<string>, east: Sender<string>) {
  for await (const character of west) {
    if (character !== "*") await east.send(character);
    else {
      const { value: next } = await west.receive();
      if (next === "*") await east.send("^");
      else for (const each of ["*", next ?? ""]) await east.send(each);
    }
  }
  east.close();
}

/** Characters to lines. */
async function assemble(x: Receiver<string>, lineprinter: Sender<string>) {
  let image = "";
  for await (const character of x) {
    image += character;
    if (image.length < line) continue;
    await lineprinter.send(image);
    image = "";
  }
  if (image !== "") await lineprinter.send(image.padEnd(line));
  lineprinter.close();
}

const [cards, west, east, lineprinter] = [channel<string>(), channel<string>(), channel<string>(), channel<string>()];
disassemble(cards, west);
squash(west, east);
assemble(east, lineprinter);
cards.sendAll(["x := y**2 * z**3", "and a * b = b * a", "** stays in step"].map((text) => text.slice(0, card)))
  .then(() => cards.close());
for await (const image of lineprinter) console.log(`|${image}|`);

// Output:
// |x := y^2 * z^3 and a * b |
// |= b *  ^ stays in step   |
