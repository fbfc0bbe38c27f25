// For effects that read: the answer to an older question must not replace that to a newer one.

/** Show what was read, unless the effect was left meanwhile; made to be returned by the effect. */
export function showLatest<Found>(
  reading: Promise<Found>, show: (found: Found) => void,
): () => void {
  let left = false;
  void reading.then((found) => {
    if (!left) show(found);
  });
  return () => {
    left = true;
  };
}
