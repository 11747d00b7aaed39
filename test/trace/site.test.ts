import * as assert from "uvu/assert";
import { caller, framesOf, homeOf } from "../../src/trace/site.ts";
import { withGlobals } from "../support/globals.ts";
import { suite } from "../support/test.ts";

const test = suite("site");

test("framesOf() reads the stacks of V8", () => {
  const stack = [
    "Error: some text",
    "    at speak (file:///app/hello.ts:12:20)",
    "    at async listen (file:///app/hello.ts:15:3)",
    "    at new Group (/app/node_modules/@scope/group.js:1:2)",
    "    at Object.go [as start] (C:\\app\\group.js:5:2)",
    "    at file:///app/hello.ts:20:1",
    "    at Object.<anonymous> (file:///app/hello.ts:21:1)",
    "    at async Promise.all (index 0)",
    "    at Generator.next (<anonymous>)",
  ].join("\n");
  assert.equal(framesOf(stack), [
    { name: "speak", url: "file:///app/hello.ts", line: 12 },
    { name: "listen", url: "file:///app/hello.ts", line: 15 },
    { name: "Group", url: "/app/node_modules/@scope/group.js", line: 1 },
    { name: "Object.go", url: "C:\\app\\group.js", line: 5 },
    { name: undefined, url: "file:///app/hello.ts", line: 20 },
    { name: undefined, url: "file:///app/hello.ts", line: 21 },
  ]);
});

test("framesOf() reads the stacks of JavaScriptCore and SpiderMonkey", () => {
  const stack = [
    "speak@file:///app/hello.ts:12:20",
    "@file:///app/hello.ts:14:1",
    "module code@http://localhost:8080/@scope/hello.js:15:3",
    "async*listen/<@http://localhost:8080/hello.js:16:3",
    "asyncFunctionResume@[native code]",
    "map@native:1:11",
    "",
  ].join("\n");
  assert.equal(framesOf(stack), [
    { name: "speak", url: "file:///app/hello.ts", line: 12 },
    { name: undefined, url: "file:///app/hello.ts", line: 14 },
    { name: undefined, url: "http://localhost:8080/@scope/hello.js", line: 15 },
    { name: "listen", url: "http://localhost:8080/hello.js", line: 16 },
  ]);
});

test("framesOf() makes nothing of a stack that is no text", () => {
  assert.equal(framesOf(undefined), []);
  assert.equal(framesOf([{}]), []);
});

test("homeOf() is the folder of the source, of the build, or of a bundle", () => {
  assert.is(homeOf("file:///app/src/trace/site.ts"), "file:///app/src/");
  assert.is(homeOf("file:///app/node_modules/sluice/dist/trace/mod.js"), "file:///app/node_modules/sluice/dist/");
  assert.is(homeOf("file:///app/node_modules/sluice/dist/chunks/x-1.js"), "file:///app/node_modules/sluice/dist/");
  assert.is(homeOf("http://localhost/assets/app.js"), "http://localhost/assets/");
  assert.is(homeOf(""), "");
});

test("caller() is whoever called the library, by name and place", () => {
  function asker() {
    return [caller()]; // a tail call would leave no frame in JavaScriptCore
  }
  const [frame] = asker();
  assert.is(frame?.name, "asker");
  assert.match(frame?.url ?? "", /test\/trace\/site\.test\.ts$/);
  assert.ok((frame?.line ?? 0) > 50);
});

test("caller() leaves the length of stack traces as it was", () => {
  const engine = Error as { stackTraceLimit?: number | undefined };
  const { stackTraceLimit } = engine;
  caller();
  assert.is(engine.stackTraceLimit, stackTraceLimit);
});

test("caller() is nobody where stacks are no text", async () => {
  const silent = () => ({ stack: undefined });
  await withGlobals({
    Error: function () {
      return silent();
    },
  }, () => assert.is(caller(), undefined));
});

test.run();
