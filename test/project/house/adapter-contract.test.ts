import * as assert from "uvu/assert";
import { code, exportedNames, filesBelow } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("adapter contract");

/** These connect no stream of values with another. */
const others = new Set(["guard", "politeFetch"]);
/** This one has names for values and chooses its own buffer, so that no suite could push numbers into it. */
const alone = new Set(["processSignals"]);

const adapters = ["web", "node"].flatMap((room) => exportedNames(`src/${room}/mod.ts`))
  .filter((name) => /^[a-z]/.test(name) && !others.has(name) && !alone.has(name));

const kinds = filesBelow("test").filter((file) => /^test\/(web|node)\/.*\.test\.ts$/.test(file)).map(code)
  .filter((text) => /\b(reading|writing|pushing|pulling|sending)Contract\(\{/.test(text));

test("every adapter has joined the contract of its side", () => {
  assert.ok(adapters.length > 15);
  assert.equal(adapters.filter((name) => !kinds.some((text) => new RegExp(`title: "${name}\\b`).test(text))), []);
});

test.run();
