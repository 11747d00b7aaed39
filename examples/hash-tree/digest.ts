import { createHash } from "node:crypto";

const NUL = new Uint8Array(1);

/** Adds one file to the sum, modulo 2^256. */
export function add(sum: bigint, path: string, hash: Uint8Array): bigint {
  const term = createHash("sha256").update(path, "utf8").update(NUL).update(hash).digest("hex");
  return BigInt.asUintN(256, sum + BigInt(`0x${term}`));
}

export function hex(sum: bigint): string {
  return sum.toString(16).padStart(64, "0");
}
