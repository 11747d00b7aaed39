import * as assert from "uvu/assert";
import { checkSocket, listen, type WebSocketError } from "../../../src/web/socket/web-socket.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";
import { refused, withSocket } from "../web-socket/connect.ts";

const test = suite("web socket");

test("what went wrong is the cause of the close that follows, where the engine tells (W7)", async () => {
  const error = await new Promise<WebSocketError | undefined>((close) => listen(refused(), { close }));
  assert.is(error?.name, "WebSocketError");
  assert.match(error?.message ?? "", /^Cannot go on: the WebSocket closed with code \d+/);
  assert.ok(error?.cause === undefined || error.cause instanceof Error);
});

test("a socket is told by its members (C25)", () =>
  withSocket((socket) => {
    assert.is(checkSocket(socket), undefined);
    assert.is(thrownBy<Error>(() => checkSocket(undefined as never)).name, "TypeError");
  }));

test("an error while it connects is the end, also where no close follows, as on Node 22 (W7)", () => {
  const socket = Object.assign(new EventTarget(), { readyState: 0 });
  const ends: unknown[] = [];
  const leave = listen(socket as unknown as Parameters<typeof listen>[0], {
    close: (error) => void ends.push(error?.code, error?.cause),
  });
  const cause = new Error("refused");
  socket.dispatchEvent(Object.assign(new Event("error"), { error: cause }));
  leave();
  assert.equal(ends, [1006, cause]);
});

test.run();
