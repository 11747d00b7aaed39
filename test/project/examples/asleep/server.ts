// A receiver waits as long as the server lives; once that is closed, nothing is left that could wake it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { channel } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks();
const requests = channel<string>(0, { name: "requests" });

async function handle() {
  for await (const request of requests) console.log(request);
}

handle();
const server = createServer((_, response) => response.end("hello"));
server.listen(0, "127.0.0.1", async () => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  console.log("alive");
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } })).text();
  await requests.send("served");
  server.close();
});
