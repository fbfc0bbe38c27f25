// The chain of one key: which number the next entry bears, and which entry it continues.

/** Where a key's chain ends. Before its first entry `prev` is the key's own enrolment. */
export type Head = { key: string; seq: number; prev: string };

export function headOfNewKey(key: string, enrolled: string): Head {
  return { key, seq: 0, prev: enrolled };
}

export function nextLink(head: Head): { seq: number; prev: string } {
  return { seq: head.seq + 1, prev: head.prev };
}

export function advanced(head: Head, id: string): Head {
  return { key: head.key, seq: head.seq + 1, prev: id };
}
