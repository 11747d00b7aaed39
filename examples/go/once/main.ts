let reading: Promise<string> | undefined;

/** The first call reads; the others get the same promise. */
function settings(): Promise<string> {
  return reading ??= read();
}

async function read() {
  console.log("reading the settings");
  return await Promise.resolve("dark");
}

const seen = await Promise.all([settings(), settings(), settings()]);
console.log(`[${seen.join(" ")}]`);
