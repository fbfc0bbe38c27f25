// The one rule for passwords that a browser can check before it asks the server.

export const SHORTEST_PASSWORD = 15;

/** Counted as people count: a letter outside the basic plane is one character. */
export function passwordLength(password: string): number {
  return [...password].length;
}

export function isTooShort(password: string): boolean {
  return passwordLength(password) < SHORTEST_PASSWORD;
}
