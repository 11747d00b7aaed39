/**
 * What a channel is: `channel`, `select` and the protocols to extend them. For libraries; everything here is also in
 * `sluice`.
 *
 * @module
 */
export { channel } from "./channel/channel.ts";
export { ChannelClosedError, OverflowError } from "./errors.ts";
export { fifo } from "./channel/fifo.ts";
export { select, trySelect } from "./select/select.ts";
export { selectLoop } from "./select/select-loop.ts";
export { sending } from "./channel/sending.ts";
export type { Case, CaseLike, Cases, Hit, Keyed, KeyIndex, Off, Result, SelectOptions, Turn } from "./select-types.ts";
export type {
  Buffer,
  Channel,
  ChannelOptions,
  ChannelStats,
  End,
  Got,
  Offered,
  Receiver,
  Sender,
  WaitOptions,
} from "./types.ts";
