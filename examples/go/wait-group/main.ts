import { group } from "sluice";

const squares: number[] = [];
await group((g) => {
  for (let i = 0; i < 4; i++) {
    g.go(() => {
      squares[i] = i * i;
    });
  }
});
console.log(`[${squares.join(" ")}]`);
