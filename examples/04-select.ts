// Lesson 4: `select` waits for the first of several operations.
//
// You learn: receives, sends, timers, signals and promises can be cases of one `select`. Exactly one of them completes;
// the others have no effect. A case that is `null` or `false` is switched off, like a nil channel in Go.
import { channel, select, sending } from "sluice";

const questions = channel<string>();
const answers = channel<string>();

async function oracle() {
  let answer: string | undefined;
  for (;;) {
    const hit = await select({
      question: answer === undefined && questions, // one at a time
      answered: answer !== undefined && sending(answers, answer),
    });
    if (hit.key === "answered") answer = undefined;
    else if (hit.done) return;
    else answer = `${hit.value}? 42`;
  }
}

const foretelling = oracle();
for (const question of ["How many", "How much"]) {
  await questions.send(question);
  console.log((await answers.receive()).value);
}
questions.close();
await foretelling;

// Output:
// How many? 42
// How much? 42
