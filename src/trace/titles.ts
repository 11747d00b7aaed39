/** Makes names unique: the second `jobs` becomes `jobs (2)`. */
export class Titles {
  private readonly taken = new Set<string>();
  /** How often each name was used. */
  private readonly counts = new Map<string, number>();

  /** Returns the name or, if it is taken, the name with the next free number. */
  unique(name: string): string {
    let count = this.counts.get(name) ?? 0;
    let title: string;
    do {
      count++;
      title = count === 1 ? name : `${name} (${count})`;
    } while (this.taken.has(title));
    this.counts.set(name, count);
    this.taken.add(title);
    return title;
  }
}
