// After C. A. R. Hoare, "Communicating Sequential Processes" (1978), section 6.2: an iterative array for matrices.
//
// It shows an algorithm that is its own wiring: numbers stream in from the west, sums from the north, and each of nine
// cells adds its part. No cell knows the matrix, and all work at once, on different rows of the same product.
import { channel, type Receiver, type Sender, zip } from "sluice";

const a = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
const vectors = [[1, 0, 0], [1, 1, 1], [1, -2, 1]];
const size = a.length;

/** One multiplication for each pair that comes: north + a * west goes south, and west goes east unchanged. */
async function cell(
  a: number,
  west: Receiver<number>,
  north: Receiver<number>,
  east: Sender<number>,
  south: Sender<number>,
) {
  for await (const [x, sum] of zip(west, north)) {
    await south.send(sum + a * x);
    await east.send(x);
  }
}

const grid = () => Array.from({ length: size + 1 }, () => Array.from({ length: size + 1 }, () => channel<number>(1)));
const [westOf, northOf] = [grid(), grid()];
for (let row = 0; row < size; row++) {
  for (let column = 0; column < size; column++) {
    const [east, south] = [westOf[row]![column + 1]!, northOf[row + 1]![column]!];
    cell(a[row]![column]!, westOf[row]![column]!, northOf[row]![column]!, east, south);
  }
}
for (let index = 0; index < size; index++) {
  westOf[index]![0]!.sendAll(vectors.map((vector) => vector[index]!));
  northOf[0]![index]!.sendAll(vectors.map(() => 0)); // nothing is added yet
  (async () => {
    for await (const _ of westOf[index]![size]!); // what leaves in the east is not needed
  })();
}
for (const vector of vectors) {
  const product = await Promise.all(northOf[size]!.slice(0, size).map(async (south) => (await south.receive()).value));
  console.log(`${vector.join(" ")} times A is ${product.join(" ")}`);
}

// Output:
// 1 0 0 times A is 1 2 3
// 1 1 1 times A is 12 15 18
// 1 -2 1 times A is 0 0 0
