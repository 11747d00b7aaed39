import { map, pipeline } from "sluice";

const squares = pipeline([1, 2, 3], map((n) => n * n));
console.log(await squares.toArray());
console.log(await squares.toArray());
