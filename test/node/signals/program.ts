// A process that gets signals, for process-signals.test.ts, which says which scenario.
import process from "node:process";
import { processSignals } from "sluice/node";

const busy = setInterval(() => {}, 1000);

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  async loop() {
    const signals = processSignals("SIGHUP", "SIGTERM");
    console.log("ready");
    for await (const name of signals) {
      console.log(name);
      if (name === "SIGTERM") break;
    }
    console.log("left");
  },

  async pending() {
    using signals = processSignals("SIGHUP", "SIGUSR2");
    using end = processSignals("SIGTERM");
    for (const name of ["SIGHUP", "SIGUSR2"]) process.on(name, () => console.log(`came ${name}`));
    console.log("ready");
    await end.receive();
    const held: string[] = [];
    for (let next = signals.tryReceive(); next && !next.done; next = signals.tryReceive()) held.push(next.value);
    console.log(`held ${held.join(" ")}`);
    process.removeAllListeners("SIGHUP").removeAllListeners("SIGUSR2");
  },

  async "given back"() {
    const signals = processSignals("SIGTERM");
    console.log("ready");
    for await (const name of signals) {
      console.log(name);
      break;
    }
    console.log("given back");
    await new Promise(() => {});
  },
};

await scenarios[process.argv[2] ?? ""]?.();
clearInterval(busy);
