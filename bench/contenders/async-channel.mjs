import asyncChannel from "async-channel";
import { iterate, withLoops } from "../support/loops.mjs";

const { Channel, ChannelClosedError } = asyncChannel;

export default {
  package: "async-channel",
  about: "receives reject at the end",
  bounded: true,
  ...withLoops({
    open: (capacity) => new Channel(capacity),
    close: (ch) => ch.close(),
    send: (ch, value) => ch.push(value),
    receive: (ch) => ch.get(),
    ended: (error) => error instanceof ChannelClosedError,
  }),
  iterate,
  park: (ch, value) => ch.push(value),
  wait: (ch) => ch.get(),
};
