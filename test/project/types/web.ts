// What is inferred where channels meet the web.
import { batch, channel, filter, map, sliding, unbounded } from "sluice";
import {
  type EventOf,
  fromEvents,
  fromObservable,
  guard,
  type PushSource,
  toObservable,
  toReadable,
  toTransform,
  toWritable,
} from "sluice/web";
import { from, type Observable } from "rxjs";
import { holds, type Same, some, use } from "./expect.ts";

export function eventsHaveTheTypesOfTheirTargets(): void {
  const clicks = fromEvents(some<HTMLButtonElement>(), "click", { buffer: sliding(1) });
  holds<Same<typeof clicks, PushSource<PointerEvent>>>();
  const keys = fromEvents(some<Window>(), "keydown", { buffer: unbounded(), map: (event) => event.key });
  holds<Same<typeof keys, PushSource<string>>>();
  const messages = fromEvents(some<WebSocket>(), "message", { buffer: 16 });
  holds<Same<typeof messages, PushSource<MessageEvent>>>();
  const own = fromEvents(new EventTarget(), "own", { buffer: 1 });
  holds<Same<typeof own, PushSource<Event>>>();
  holds<Same<EventOf<AbortSignal, "abort">, Event>>();
  use<Disposable>(own);
  // @ts-expect-error: how much may be kept is the caller's choice
  fromEvents(new EventTarget(), "own", {});
  // @ts-expect-error: a plain object is no target
  fromEvents({}, "own", { buffer: 1 });
  // @ts-expect-error: nobody can send into a push source
  own.send(new Event("own"));
}

export function streamsHaveTheTypesOfTheirSources(): void {
  holds<Same<ReturnType<typeof toReadable<number>>, ReadableStream<number>>>();
  const readable = toReadable(channel<string>());
  holds<Same<typeof readable, ReadableStream<string>>>();
  const writable = toWritable(channel<string>());
  holds<Same<typeof writable, WritableStream<string>>>();
  const lengths = some<ReadableStream<string>>().pipeThrough(toTransform(map((text: string) => text.length), batch(2)));
  holds<Same<typeof lengths, ReadableStream<number[]>>>();
  const texts = toTransform(filter((value: unknown): value is string => typeof value === "string"));
  holds<Same<typeof texts.readable, ReadableStream<string>>>();
  // @ts-expect-error: the second stage takes no numbers
  toTransform(map((text: string) => text.length), map((text: string) => text));
}

export function observablesKeepTheirTypes(): void {
  const values = fromObservable(some<Observable<string>>(), unbounded());
  holds<Same<typeof values, PushSource<string>>>();
  const back = from(toObservable(values));
  holds<Same<typeof back, Observable<string>>>();
  const again = fromObservable(toObservable([1]), sliding(1));
  holds<Same<typeof again, PushSource<number>>>();
  // @ts-expect-error: a buffer must be chosen
  fromObservable(some<Observable<string>>());
}

interface Connection {
  readonly remoteAddr: { readonly hostname: string };
}

type Handler = (request: Request, info: Connection) => Response | Promise<Response>;

export function guardsKnowWhatTheirServerGives(): void {
  use<Handler>(
    guard((request, _info) => new Response(request.url), {
      concurrency: 16,
      keyOf: (_request, { remoteAddr }) => remoteAddr.hostname,
    }),
  );
  const whoIsThere = guard((_request, { remoteAddr }: Connection) => new Response(remoteAddr.hostname), {
    concurrency: 16,
    keyOf: (_request, { remoteAddr }) => remoteAddr.hostname,
  });
  holds<Same<typeof whoIsThere, (request: Request, info: Connection) => Promise<Response>>>();
  const alone = guard((request: Request) => new Response(request.url), { concurrency: 1, keyOf: ({ url }) => url });
  holds<Same<typeof alone, (request: Request) => Promise<Response>>>();
  // @ts-expect-error: the handler does not say that it is given a connection
  guard(alone, { concurrency: 1, keyOf: (_request, { remoteAddr }: Connection) => remoteAddr.hostname });
}
