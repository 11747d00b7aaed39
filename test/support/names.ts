// Prints the names of all tests in the files that it is given, as JSON, and runs none of them.
import "./defer.ts";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { names } from "./test.ts";

for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
process.stdout.write(JSON.stringify(names), () => process.exit());
