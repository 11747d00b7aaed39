// A service that refuses what it is told to.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Service extends AsyncDisposable {
  readonly url: string;
  /** How many requests came. */
  readonly requests: number;
}

/** What the SDK of AWS takes for an answer. */
const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const refusal =
  `<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>
  </ErrorResponse>`;

/** How long a call takes, in milliseconds: whoever does not see the refusals finds that more at once get more done. */
const LATENCY = 5;

/** Starts a service that refuses the first requests with that status, and `Retry-After: 0`. */
export async function service(status: number, refusals: number): Promise<Service> {
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume();
    const refused = requests++ < refusals;
    response.writeHead(refused ? status : 200, {
      "content-type": "text/xml",
      connection: "close",
      ...(refused ? { "Retry-After": "0" } : {}),
    });
    setTimeout(() => response.end(refused ? refusal : identity), LATENCY);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get requests() {
      return requests;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
