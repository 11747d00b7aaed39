import { fileURLToPath } from "node:url";
import { numberFrom } from "../support/child-script.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const MODULES = {
  "sluice": at("../dist/sluice/mod.js"),
  "limit-import": at("../support/nothing.mjs"),
  "limit-parse": at("../dist/unread.mjs"),
};
const STARTS = 5;

export default {
  name: "load",
  workload: "load",
  title: () => "the first import of a process",
  parameters: [1],
  only: Object.keys(MODULES),
  bare: true,
  measure: (name) => Array.from({ length: STARTS }, () => numberFrom("import.mjs", MODULES[name])),
};
