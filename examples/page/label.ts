export function label(total: number): string {
  return total === 1 ? "1 click" : `${total} clicks`;
}
