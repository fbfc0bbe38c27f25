/** The few drawings the app uses. Each state has a shape of its own, so that no meaning hangs on
 *  colour; all are decoration beside a word and hidden from screen readers. */
import type { JSX } from "preact";

const SHAPES = {
  draft:
    "M4 17.5V20h2.5L17 9.5 14.5 7zM18.5 8l1-1a1.4 1.4 0 0 0 0-2l-.5-.5a1.4 1.4 0 0 0-2 0" +
    "l-1 1z",
  on_this_phone:
    "M7 2h10a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm0 3v12h10V5z",
  sent: "M12 3l7 8h-4.5v10h-5V11H5z",
  received:
    "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z" +
    "m-1.5 14.5 7-7.5-1.8-1.7-5.2 5.7-2.3-2.3-1.7 1.8z",
  kept_aside: "M6 4h4v16H6zM14 4h4v16h-4z",
  unreadable: "M3 3h18v18H3zm3 3v12h12V6zm1.5 8.5h9v2h-9zm0-3.5 2-2-2-1.5h9l-2 2 2 1.5z",
  receipt_not_believed:
    "M12 2 23 21H1zm-1.2 6.5.3 6.5h1.8l.3-6.5zm1.2 8" + "a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z",
  gap: "M3 10h6v4H3zM15 10h6v4h-6zM11 6h2v3h-2zM11 15h2v3h-2z",
  conflict: "M2 5h9v14H2zm2 2v10h5V7zM13 5h9v14h-9zm2 2v10h5V7z",
  fork: "M11 22v-8L5 7V2h2v4l5 6 5-6V2h2v5l-6 7v8z",
  notice: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm-1.3 5v7h2.6V7zm0 8.5V18h2.6v-2.5z",
  clock:
    "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 2.5" +
    "a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zm-1.2 2.5h2.4v4.5l3 2-1.3 2-4.1-2.8z",
  done: "M9.5 18.5 3 12l2-2 4.5 4.5L19 5l2 2z",
  open: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 2.2a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6z",
  settings:
    "M4 6h9a3 3 0 0 1 5.8 0H20v2h-1.2A3 3 0 0 1 13 8H4zM4 16h1.2a3 3 0 0 1 5.8 0h9v2h-9" +
    "a3 3 0 0 1-5.8 0H4z",
  list: "M4 5h3v3H4zm5 0h11v3H9zM4 10.5h3v3H4zm5 0h11v3H9zM4 16h3v3H4zm5 0h11v3H9z",
  empty: "M4 3h12l4 4v14H4zm2 2v14h12V9h-4V5zm2 7h8v2H8zm0 3.5h5v2H8z",
  camera:
    "M8 5l1.5-2h5L16 5h4a1.5 1.5 0 0 1 1.5 1.5v12A1.5 1.5 0 0 1 20 20H4" +
    "a1.5 1.5 0 0 1-1.5-1.5v-12A1.5 1.5 0 0 1 4 5zm4 3" +
    "a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
} as const;

export type Shape = keyof typeof SHAPES;

export function Icon({ shape }: { shape: Shape }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={SHAPES[shape]} />
    </svg>
  );
}

const QUOTE = "M13 31v-9.5c0-5.9 3.6-9.5 10-10.2v4.5c-2.5.6-3.7 2-3.8 4.4h4.3V31z";

/** The product's own mark: quotation marks over ruled lines. */
export function Mark(): JSX.Element {
  return (
    <svg viewBox="0 0 64 64" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="13" fill="#123a6b" />
      <path
        fill="#fff"
        d={`${QUOTE} M28.5 31${QUOTE.slice(6)} M13 38h38v4.5H13zm0 10h25v4.5H13z`}
      />
      <path fill="#9cc8ff" d="M44 48h7v4.5h-7z" />
    </svg>
  );
}
