// Reading an invite: from the address of its QR code, or from the number and code typed by hand.

export type Invite = {
  number: string;
  /** Known from an address; a typed invite learns them from the server and shows what it pins. */
  logbook?: string;
  checkpointKey?: string;
  secret?: string;
  code?: string;
};

/** An invite of which it is known whose server is meant. */
export type Pinned = Invite & { logbook: string; checkpointKey: string };

/** A founder's address opens the guided page; any other the page to join. */
const ADDRESS = /#\/(?:join|first-run)\?(.*)$/s;
const TYPED = /^\s*(\d{1,9})[\s,;:/-]+([0-9A-Za-z]{4})[\s-]*([0-9A-Za-z]{4})\s*$/;

/** Return the invite in an address, in its part after `#`, or in a typed text; else null. */
export function parseInvite(text: string): Invite | null {
  const typed = TYPED.exec(text);
  if (typed) return { number: typed[1] ?? "", code: crockford(`${typed[2]}${typed[3]}`) };
  const address = ADDRESS.exec(text);
  if (!address) return null;
  // A plus in the verifier key may stand for itself; URLSearchParams would make it a space.
  const values = new URLSearchParams(address[1]?.replaceAll("+", "%2B").trim());
  const [logbook, checkpointKey] = [values.get("l"), values.get("k")];
  const [number, secret] = [values.get("i"), values.get("s")];
  if (!logbook || !checkpointKey || !number || !secret) return null;
  return { logbook, checkpointKey, number, secret };
}

/** Return a code as it is shown everywhere: two groups of four with a hyphen between. */
export function codeText(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Read what people write for Crockford's digits: O is 0, I and L are 1, case is nothing. */
function crockford(code: string): string {
  return code.toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
}
