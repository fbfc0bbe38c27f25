/** Small choices of this browser (language, theme). They hold no content, and a browser that
 *  keeps nothing still works: the choice then lasts until the page is closed. */
export function recall(name: string): string {
  try {
    return localStorage.getItem(`verbatim.${name}`) ?? "";
  } catch {
    return ""; // storage may be forbidden in a private window
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`verbatim.${name}`, value);
  } catch {
    return; // as above: the choice is then not kept
  }
}
