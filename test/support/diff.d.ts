// Of the package `diff`, which uvu brings along, what is used here.
declare module "diff" {
  export interface Part {
    readonly value: string;
    readonly added?: boolean;
    readonly removed?: boolean;
  }
  export function diffLines(before: string, after: string): Part[];
}
