// WebKitGTK's small browser, from the system's packages, in a virtual display, driven by the bare WebDriver protocol.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

export const title = "WebKitGTK";

/** What runs at once: one thing at a time, since page and workers share a process. */
export const together = [["page"], ["worker"]];

const binary = process.env.MINIBROWSER ??
  ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`).find(existsSync);

/**
 * One thread marks what the collector is to keep. With several, version 2.54 stopped in three of seven runs, and
 * gdb showed why: the thread that collects waited for its helpers, and they for it, in the middle of an allocation.
 */
const engine = { JSC_numberOfGCMarkers: "1" };

const display = {
  GDK_BACKEND: "x11",
  WAYLAND_DISPLAY: "",
  LIBGL_ALWAYS_SOFTWARE: "1",
  WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  NO_AT_BRIDGE: "1",
  GIO_USE_VFS: "local",
};

export async function launch() {
  const started = [];
  try {
    const { screen, name } = await virtualScreen();
    started.push(screen);
    const port = await freePort();
    const driver = start("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
      stdio: "ignore",
      env: { ...process.env, ...engine, ...display, DISPLAY: name },
    });
    started.push(driver);
    return await session(`http://127.0.0.1:${port}`, started);
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

async function session(driver, started) {
  await ready(driver);
  const browserOptions = { binary, args: ["--automation"] };
  const { sessionId, capabilities } = await command(driver, "POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browserOptions } },
  });
  const path = `/session/${sessionId}`;
  return {
    version: capabilities.browserVersion,
    open: async (url) => {
      await command(driver, "POST", `${path}/url`, { url });
      return { close: () => command(driver, "POST", `${path}/url`, { url: "about:blank" }) };
    },
    close: async () => {
      await command(driver, "DELETE", path).catch(() => {}); // it may hang; then it is killed
      await stopAll(started);
    },
  };
}

async function command(driver, method, path, body) {
  const response = await fetch(`${driver}${path}`, {
    method,
    body: body && JSON.stringify(body),
    headers: { "content-type": "application/json" },
    signal: AbortSignal.timeout(30_000),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}

async function ready(driver) {
  for (let attempt = 1;; attempt++) {
    try {
      return await command(driver, "GET", "/status");
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50);
    }
  }
}

/** A display without a screen. It picks a free number, and writes it to the descriptor it is given when it is ready. */
async function virtualScreen() {
  const words = ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"];
  const screen = start("Xvfb", words, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const ended = once(screen, "exit").then(() => {
    throw new Error("Xvfb ended before it was ready");
  });
  const [number] = await Promise.race([once(screen.stdio[3], "data"), ended]);
  return { screen, name: `:${String(number).trim()}` };
}

/** A group of processes: the driver starts the browser, which starts others. */
function start(program, words, options) {
  const child = spawn(program, words, { ...options, detached: true });
  child.on("error", () => {}); // whoever waits for it sees that it does not come
  process.on("exit", () => stop(child));
  return child;
}

function stop({ pid }) {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

async function stopAll(children) {
  for (const child of children.reverse()) {
    const runs = child.exitCode === null && child.signalCode === null && child.pid !== undefined;
    const ended = runs ? once(child, "exit") : undefined;
    stop(child);
    await ended;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
