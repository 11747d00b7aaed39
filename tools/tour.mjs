// `npm run tour`: installs what is missing, then goes through the lessons in this very process, which has the terminal.
import { setup } from "./setup.mjs";

await setup();
await import("./typescript-hook.mjs");
await import("./tour/main.ts");
