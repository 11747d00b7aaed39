import * as built from "../dist/sluice/mod.js";
import { sluiceWith } from "../support/sluice-contender.mjs";

export default { ...sluiceWith(built), about: "this library" };
