import process from "node:process";

let failure: Error | undefined;

/**
 * Writes to standard output, and waits until it is written: a slow reader is waited for, a gone one is an error, the same
 * for all who wait.
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => error ? reject(failure ??= error) : resolve());
  });
}
