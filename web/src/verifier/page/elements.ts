// Makes elements. Whatever a bundle says becomes text here and never markup: nothing in this
// folder sets innerHTML, and the page's policy would stop it.

export type Child = Node | string | null;
type Tag = keyof HTMLElementTagNameMap;
type Attributes = Record<string, string | boolean>;

export function el<Name extends Tag>(
  tag: Name, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Text of another author: its own direction, every space kept, what is hidden shown. */
export function verbatim(text: string): HTMLElement {
  return el("bdi", { class: "verbatim" }, ...shown(text));
}

// Characters that cannot be seen, by which equal-looking texts may differ: all that `verify.py`
// shows as codes (what Python calls not printable, but for the line break), and what Unicode lets
// fonts leave out, joiners and fillers among them.
const HIDDEN = /((?![ \n])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}])/u;

function shown(text: string): Child[] {
  return text.split(HIDDEN).filter((piece) => piece !== "").map((piece) => {
    if (!HIDDEN.test(piece)) return piece;
    const code = (piece.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return el("span", { class: "hidden-sign" }, `U+${code}`);
  });
}

/** A list of names and values. */
export function facts(...rows: [string, Child | Child[]][]): HTMLElement {
  return el("dl", { class: "facts" }, ...rows.map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, ...[value].flat()))));
}
