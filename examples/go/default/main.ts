import { channel, trySelect } from "sluice";

const letters = channel<string>(1);
const replies = channel<string>();

for (const letter of ["a", "b"]) {
  if (letters.trySend(letter)) console.log("sent", letter);
  else console.log("no room for", letter);
}

const hit = trySelect({ reply: replies, letter: letters });
if (hit === undefined) console.log("nothing");
else console.log(hit.key, hit.value);

const reply = replies.tryReceive();
if (reply === undefined) console.log("no reply");
else console.log("reply", reply.value);
