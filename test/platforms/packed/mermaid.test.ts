// What Mermaid itself makes of the diagrams: those of the pages, and those of channels and values with nasty names.
import * as assert from "uvu/assert";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { channel, select, sliding } from "sluice";
import { task, toMermaid, trace } from "sluice/trace";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("mermaid itself");
const { resolve } = createRequire(import.meta.url);

type Mermaid = { readonly default: { parse(text: string): Promise<{ readonly diagramType: string }> } };
const mermaid = async () => (await import(pathToFileURL(resolve("mermaid")).href) as Mermaid).default;

test("it reads every diagram of the pages", async () => {
  const { parse } = await mermaid();
  const pages = [...filesBelow("docs"), "README.md"].filter((file) => file.endsWith(".md"));
  const diagrams = pages.flatMap((file) => [...read(file).matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)]);
  assert.ok(diagrams.length > 0);
  for (const [, text = ""] of diagrams) await parse(text);
});

test("it reads diagrams of whatever is called anything", async () => {
  const { parse } = await mermaid();
  const names = [
    "end",
    "loop",
    "a;b",
    "a\nb",
    "#",
    "a->>b: c",
    "<b>",
    "participant x",
    "",
    "%%{init: {}}%%",
    "@{x}",
    "'\"`",
  ];
  for (const name of names) {
    const running = trace();
    const words = channel<string>(sliding(1), { name });
    await task(name, async () => {
      await words.sendAll([name, name]);
      await select({ words });
      words.close();
    });
    running.stop();
    const { diagramType } = await parse(toMermaid(running.events));
    assert.is(diagramType, "sequence", name);
  }
});

test("it does not read everything", async () => {
  const { parse } = await mermaid();
  const refused = await parse("sequenceDiagram\n  nonsense here").then(() => false, () => true);
  assert.ok(refused);
});

test.run();
