import { Ring } from "../support/ring.mjs";

export default {
  about: "a bare ring; one await for each batch",
  limit: true,
  bounded: true,
  open: (capacity) => ({
    ring: new Ring(),
    capacity,
    full: undefined,
    empty: undefined,
    closed: false,
  }),
  close(ch) {
    ch.closed = true;
    wakeConsumer(ch);
  },
  post: (ch, value) => ch.ring.push(value),
  async sendMany(ch, values) {
    for (const value of values) {
      if (ch.ring.size === ch.capacity) {
        await new Promise((resolve) => void (ch.full = resolve));
      }
      ch.ring.push(value);
      if (ch.empty !== undefined) wakeConsumer(ch);
    }
  },
  async takeBatches(ch, visit) {
    while (!ch.closed || ch.ring.size > 0) {
      if (ch.ring.size === 0) {
        await new Promise((resolve) => void (ch.empty = resolve));
      }
      while (ch.ring.size > 0) visit(ch.ring.shift());
      ch.full?.();
      ch.full = undefined;
    }
  },
  openSliding: (capacity) => ({ ring: new Ring(), capacity, sliding: true }),
  openDropping: (capacity) => ({ ring: new Ring(), capacity, sliding: false }),
  storm({ ring, capacity, sliding }, value) {
    if (ring.size === capacity) {
      if (!sliding) return;
      ring.shift();
    }
    ring.push(value);
  },
  left: ({ ring }, count) => Array.from({ length: count }, () => ring.shift()),
};

function wakeConsumer(ch) {
  ch.empty?.();
  ch.empty = undefined;
}
