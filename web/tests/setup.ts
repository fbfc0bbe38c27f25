// What a browser has and Node 20 has not: IndexedDB and Web Locks.

import "fake-indexeddb/auto";

import { Locks } from "./support/locks.ts";

Object.defineProperty(globalThis, "navigator", {
  value: { locks: new Locks(), onLine: true }, configurable: true,
});
