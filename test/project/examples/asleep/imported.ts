// The same, begun by a module that has come to its end.
import("./top-level.ts");
