// What docs/adapters.md shows for React, Vue and Svelte, through those libraries, on a document of happy-dom.
import { build } from "esbuild";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as sluice from "sluice";
import * as web from "sluice/web";
import { compile } from "svelte/compiler";
import * as assert from "uvu/assert";
import { gate } from "../../support/gate.ts";
import { rest } from "../../support/jobs.ts";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { withSocket } from "../../web/web-socket/connect.ts";
import { compiled, Page } from "./page.ts";

const test = suite("page: frameworks");
const page = new Page("docs/adapters.md");
const HEADING = "React, Vue and Svelte";

/** happy-dom's own declarations need those of a newer Node. */
interface HappyDom {
  readonly Window: new () => { readonly document: Document; readonly Event: typeof Event };
}

// These libraries look for a document when they are imported.
const { Window }: HappyDom = await import("happy-dom" as string);
const window = new Window();
for (const name of Object.getOwnPropertyNames(window).filter((name) => !(name in globalThis))) {
  Object.defineProperty(globalThis, name, { value: Reflect.get(window, name), configurable: true, writable: true });
}
const { document } = window;

/** A place for a component, and how to find what it has put there. */
function placed() {
  const place = document.createElement("div");
  document.body.appendChild(place);
  return place;
}

/** Of React, which brings no types of its own, what is used here. */
interface React {
  createElement(type: unknown, props?: object | null, ...children: unknown[]): object;
  useEffect(effect: () => () => void, dependencies: unknown[]): void;
  useState<T>(initial: T): [T, (value: T) => void];
  act<T>(body: () => Promise<T>): Promise<T>;
}
interface Root {
  render(element: object): void;
  unmount(): void;
}

/** Looks until it is so. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await rest();
}

test("React: a component shows each price, then the error; unmounted it listens no more", async () => {
  const { createElement, useEffect, useState }: React = await import("react" as string);
  const { createRoot }: { createRoot(element: object): Root } = await import("react-dom/client" as string);
  const effect = await compiled("", page.part(HEADING, "React"), ["useEffect", "socket", "setPrice", "setError"]);
  const Price = ({ socket }: { socket: WebSocket }) => {
    const [price, setPrice] = useState("none");
    const [error, setError] = useState<web.WebSocketError | undefined>(undefined);
    effect({ useEffect, socket, setPrice, setError });
    return createElement("b", null, error === undefined ? price : `closed with ${error.code}`);
  };
  await withSocket(async (socket) => {
    await socket.next("open");
    for (const unmounts of [true, false]) {
      const place = placed();
      const tree = createRoot(place);
      tree.render(createElement(Price, { socket }));
      await until(() => socket.listening > 0);
      assert.is(place.textContent, "none");
      socket.send("say 7");
      await until(() => place.textContent === "7");
      if (unmounts) tree.unmount();
      else socket.send("close 4000 broken");
      await until(() => socket.listening === 0);
      if (!unmounts) await until(() => place.textContent === "closed with 4000");
    }
  });
});

test("Vue: clicks during a refresh are one more refresh; unmounted it listens no more", async () => {
  const { createApp, h, ref, watchEffect } = await import("vue");
  const effect = await compiled("", page.part(HEADING, "Vue"), ["watchEffect", "button", "refresh"]);
  const ends: (() => void)[] = [];
  const refresh = () => {
    const { promise, open } = gate<void>();
    ends.push(() => open());
    return promise;
  };
  const place = placed();
  const app = createApp({
    setup() {
      const button = ref<HTMLButtonElement | null>(null);
      effect({ watchEffect, button, refresh });
      return () => h("button", { ref: button }, "Refresh");
    },
  });
  app.mount(place);
  const button = place.querySelector("button");
  const click = () => button?.dispatchEvent(new window.Event("click"));
  await rest();
  for (let n = 0; n < 3; n++) click();
  await rest();
  assert.is(ends.length, 1);
  ends[0]?.();
  await rest();
  assert.is(ends.length, 2);
  ends[1]?.();
  await rest();
  assert.is(ends.length, 2);
  app.unmount();
  click();
  await rest();
  assert.is(ends.length, 2);
});

/** A component of Svelte, compiled as its users' build would. */
async function svelte(script: string, markup: string) {
  const { js } = compile(`<script>\n${script}\n</script>\n${markup}`, {
    generate: "client",
    filename: "Drawing.svelte",
  });
  const folder = await mkdtemp(join(root, "node_modules", ".cache", "svelte-"));
  try {
    const file = join(folder, "bundle.mjs");
    const { outputFiles } = await build({
      stdin: {
        contents: `${js.code}\nexport { flushSync, mount, unmount } from "svelte";`,
        resolveDir: join(root, "test", "project", "pages"),
      },
      bundle: true,
      format: "esm",
      conditions: ["browser"],
      write: false,
    });
    await writeFile(file, outputFiles[0]?.text ?? "");
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("Svelte: what is drawn are the newest moves; unmounted it listens no more", async () => {
  const { default: Drawing, mount, unmount, flushSync } = await svelte(
    `const { fromEvents, sliding, draw } = $props();\nlet canvas = $state();\n${page.part(HEADING, "Svelte")}`,
    "<canvas bind:this={canvas}></canvas>",
  );
  const place = placed();
  const drawn: Event[] = [];
  let over = false;
  const draw = async (moves: sluice.Receiver<Event>) => {
    for await (const move of moves) drawn.push(move);
    over = true;
  };
  const drawing = mount(Drawing, { target: place, props: { ...sluice, ...web, draw } });
  flushSync();
  const moves = [1, 2, 3].map(() => new window.Event("pointermove"));
  const canvas = place.querySelector("canvas");
  for (const move of moves) canvas?.dispatchEvent(move);
  await rest();
  assert.equal(drawn.map((move) => moves.indexOf(move)), [0, 2]);
  await unmount(drawing);
  await rest();
  assert.ok(over);
  canvas?.dispatchEvent(new window.Event("pointermove"));
  await rest();
  assert.is(drawn.length, 2);
});

test("there is a test for each of them", () => {
  const parts = page.parts.filter((part) => part.startsWith(HEADING));
  assert.equal(parts, ["React", "Vue", "Svelte"].map((word) => `${HEADING}: ${word}`));
});

test.run();
