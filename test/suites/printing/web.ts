// How all that `sluice/web` makes prints itself.
import { channel } from "sluice";
import {
  fromEvents,
  fromObservable,
  fromPublisher,
  fromWebSocket,
  guard,
  politeFetch,
  type PublisherLike,
  toObservable,
  toPublisher,
  toReadable,
  toTransform,
  toWebSocket,
  toWritable,
} from "sluice/web";
import { flowPrints } from "./front.ts";
import { type Entry, type Print, quiet } from "./prints.ts";

/** A WebSocket by shape, connecting and idle. */
class Socket extends EventTarget {
  readonly readyState = 0;
  readonly bufferedAmount = 0;
  send(): void {}
  close(): void {}
}

/** A push source with nothing to tell, open and cancelled. */
export function pushPrints(source: { cancel(): void }, print: Print, closed = "PushSource 0/4, closed"): void {
  print(source, "PushSource 0/4");
  source.cancel();
  print(source, closed);
}

export const web: Readonly<Record<string, Entry>> = {
  fromEvents: (print) => pushPrints(fromEvents(new EventTarget(), "ping", { buffer: 4 }), print),
  fromObservable: (print) => pushPrints(fromObservable({ subscribe: () => quiet }, 4), print),
  fromPublisher: async (print) => {
    const publisher: PublisherLike<number> = { subscribe: (subscriber) => print(subscriber, "Subscriber") };
    const flow = fromPublisher(publisher);
    void flow.next();
    print(flow, "Flow, running");
    await flow.cancel();
    await flowPrints(fromPublisher(publisher), print);
  },
  fromWebSocket: (print) => pushPrints(fromWebSocket(new Socket(), { buffer: 4 }), print),
  guard: { is: "a function", make: () => guard(() => new Response(), { concurrency: 1 }) },
  politeFetch: { is: "a function", make: () => politeFetch(fetch) },
  toObservable: (print) => {
    const observable = toObservable([1]);
    print(observable, "Observable");
    const subscription = observable.subscribe();
    print(subscription, "Subscription");
    subscription.unsubscribe();
    print(subscription, "Subscription, closed");
  },
  toPublisher: (print) => {
    const publisher = toPublisher([1]);
    print(publisher, "Publisher");
    publisher.subscribe({
      onSubscribe(subscription) {
        print(subscription, "Subscription 0 requested");
        subscription.request(2);
        print(subscription, "Subscription 2 requested");
        subscription.cancel();
        print(subscription, "Subscription 2 requested, over");
      },
      onNext: quiet,
      onError: quiet,
      onComplete: quiet,
    });
  },
  toReadable: { is: "a stream", make: () => toReadable([1]) },
  toTransform: { is: "data", make: () => toTransform() },
  toWebSocket: (print) => {
    const sender = toWebSocket(new Socket());
    print(sender, "WebSocketSender");
    void sender.send("hello").catch(quiet);
    print(sender, "WebSocketSender, 1 sender waiting");
    sender.close();
    print(sender, "WebSocketSender, 1 sender waiting, closed");
  },
  toWritable: { is: "a stream", make: () => toWritable(channel()) },
};
