// The recipe that replaces p-queue and p-retry: both sides do the same, on the real libraries.
import * as assert from "uvu/assert";
import * as after from "../../../examples/recipes/queue-after.ts";
import * as before from "../../../examples/recipes/queue-before.ts";
import { failure } from "../../support/failure.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("recipe: queue");

for (const [side, { sendAll, NoSuchAddress }] of Object.entries({ before, after })) {
  test(`${side}: mails are tried three times, four at once, and those that cannot be sent are named`, async () => {
    const attempts = new Map<string, number>();
    let [running, most, pulled, ended] = [0, 0, 0, 0];
    let ahead = 0;
    async function* mails() {
      for (let n = 0; n < 60; n++) {
        pulled++;
        ahead = Math.max(ahead, pulled - ended);
        yield n % 20 === 3 ? `flaky ${n}` : n % 20 === 7 ? `broken ${n}` : n % 20 === 11 ? `unknown ${n}` : `${n}`;
      }
    }
    const send = async (mail: string) => {
      const attempt = (attempts.get(mail) ?? 0) + 1;
      attempts.set(mail, attempt);
      most = Math.max(most, ++running);
      await turn();
      running--;
      const fails = mail.startsWith("broken") || (mail.startsWith("flaky") && attempt < 3);
      if (!fails || attempt === 3) ended++;
      if (mail.startsWith("unknown")) throw new NoSuchAddress("There is no such address");
      if (fails) throw new Error("The server is busy");
    };
    const unsent = await sendAll(mails(), send, new AbortController().signal);
    const named = (kind: string) => [...attempts.keys()].filter((mail) => mail.startsWith(kind));
    assert.equal(unsent.sort(), [...named("broken"), ...named("unknown")].sort());
    assert.equal(named("flaky").map((mail) => attempts.get(mail)), [3, 3, 3]);
    assert.equal(named("broken").map((mail) => attempts.get(mail)), [3, 3, 3]);
    assert.equal(named("unknown").map((mail) => attempts.get(mail)), [1, 1, 1]);
    assert.equal([attempts.size, most], [60, 4]);
    assert.ok(ahead <= 4 + 8 + 2, `${ahead} mails were read and not sent`);
  });

  test(`${side}: a signal stops it, with its reason`, async () => {
    const controller = new AbortController();
    let sent = 0;
    async function* mails() {
      for (let n = 0; n < 1_000; n++) yield `${n}`;
    }
    const send = async () => {
      if (++sent === 10) controller.abort(new Error("enough"));
      await turn();
    };
    const error = await failure<Error>(sendAll(mails(), send, controller.signal));
    assert.is(error.message, "enough");
    assert.ok(sent <= 30, `${sent} were sent`);
  });
}

test.run();
