// The clients, each called as its users do. They are installed in this folder alone, so the compiler does not know them.

/** One way to call a service. */
export interface Client {
  readonly name: string;
  /** Rejects with what the client makes of a status that is not 2xx. */
  readonly ask: (url: string) => Promise<unknown>;
}

/** A client that returns the response, whatever its status is. */
export interface Returning {
  readonly name: string;
  readonly ask: (url: string) => Promise<unknown>;
}

// deno-lint-ignore no-explicit-any -- their types are not here
const load = async (name: string): Promise<any> => await import(name);

const { Agent, fetch: undiciFetch, interceptors, request } = await load("undici");
const { default: ky } = await load("ky");
const { default: axios } = await load("axios");
const { default: got } = await load("got");
const { GetCallerIdentityCommand, STSClient } = await load("@aws-sdk/client-sts");

/** As a function of the shape of `fetch`: undici's returns a refusal, ky's throws it. */
export const fetches: readonly { readonly name: string; readonly fetch: typeof globalThis.fetch }[] = [
  { name: "undici", fetch: undiciFetch },
  { name: "ky", fetch: (url, init) => ky(url, { ...init, retry: 0 }) },
];

const sts = (endpoint: string) =>
  new STSClient({
    endpoint,
    region: "us-east-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  });

export const clients: readonly Client[] = [
  { name: "ky", ask: (url) => ky(url, { retry: 0 }).text() },
  { name: "axios", ask: (url) => axios.get(url) },
  { name: "got", ask: (url) => got(url, { retry: { limit: 0 } }).text() },
  { name: "the SDK of AWS", ask: (url) => sts(url).send(new GetCallerIdentityCommand({})) },
  {
    name: "undici with responseError()",
    ask: (url) => request(url, { dispatcher: new Agent().compose(interceptors.responseError()) }),
  },
];

async function read(response: { readonly body: { text(): Promise<string> } }): Promise<unknown> {
  await response.body.text();
  return response;
}

export const returning: readonly Returning[] = [
  { name: "fetch", ask: (url) => fetch(url) },
  { name: "undici.fetch()", ask: (url) => undiciFetch(url) },
  { name: "undici.request()", ask: async (url) => read(await request(url)) },
  {
    name: "undici.request() with raw headers",
    ask: async (url) => read(await request(url, { responseHeaders: "raw" })),
  },
  { name: "axios that throws nothing", ask: (url) => axios.get(url, { validateStatus: () => true }) },
  { name: "got that throws nothing", ask: (url) => got(url, { retry: { limit: 0 }, throwHttpErrors: false }) },
];
