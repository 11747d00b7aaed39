/** Names that are told apart: the second `jobs` is `jobs (2)`. */
export class Titles {
  private readonly taken = new Set<string>();

  /** The name, or if it is taken, the name with the first number that is free. */
  unique(name: string): string {
    let title = name;
    for (let count = 2; this.taken.has(title); count++) title = `${name} (${count})`;
    this.taken.add(title);
    return title;
  }
}
