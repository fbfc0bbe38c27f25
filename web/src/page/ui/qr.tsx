/** A QR code drawn as one SVG path, dark on white in either theme. Loaded where one is shown. */
import { generate } from "lean-qr";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

export function QrCode({ text, label }: { text: string; label: string }): JSX.Element {
  const { size, path } = useMemo(() => draw(text), [text]);
  return (
    <svg class="qr" viewBox={`-4 -4 ${size + 8} ${size + 8}`} role="img" aria-label={label}>
      <path fill="#000" shape-rendering="crispEdges" d={path} />
    </svg>
  );
}

function draw(text: string): { size: number; path: string } {
  const code = generate(text);
  const cells: string[] = [];
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) cells.push(`M${x} ${y}h1v1h-1z`);
  }
  return { size: code.size, path: cells.join("") };
}
