// Gzip for what is sent, where the browser can and where it pays.

const WORTHWHILE = 1024;

/** Return the body of a request and the header that names its encoding. */
export async function compressed(
  text: string,
): Promise<{ body: BodyInit; encoding: Record<string, string> }> {
  if (text.length < WORTHWHILE || typeof CompressionStream === "undefined") {
    return { body: text, encoding: {} };
  }
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  const body = await new Response(stream).arrayBuffer();
  return { body, encoding: { "content-encoding": "gzip" } };
}
