import process from "node:process";

/** Writes to standard output, and waits until it is written: a slow reader is waited for, a gone one is an error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => error ? reject(error) : resolve());
  });
}
