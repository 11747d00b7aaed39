// Imported before uvu, whose suites otherwise start themselves in a timer of their own: the driver runs them instead.
interface Uvu {
  UVU_DEFER?: number;
  UVU_QUEUE?: unknown[][];
  UVU_INDEX?: number;
}

const host = globalThis as Uvu;
host.UVU_DEFER = 1;
host.UVU_QUEUE ??= [[]];
host.UVU_INDEX ??= 0;
