// Restricted JSON, both ways.

import { describe, expect, it } from "vitest";

import { utf8 } from "../../src/shared/bytes.ts";
import { Flaw, parse, parseText, serialiseText } from "../../src/shared/canonical.ts";

const nested = (depth: number): unknown => depth === 0 ? 1 : [nested(depth - 1)];

describe("serialise", () => {
  it.each([
    [{ b: 1, a: [true, false] }, '{"a":[true,false],"b":1}'],
    [{ a: "\u0000".replace("\0", "\u0001\b\t\n\f\r\"\\/\u007f\u2028é😀") },
      '{"a":"\\u0001\\b\\t\\n\\f\\r\\"\\\\/\u007f\u2028é😀"}'],
    [{ a10: 1, a1: 2, a_: 3 }, '{"a1":2,"a10":1,"a_":3}'],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    [nested(8), "[[[[[[[[1]]]]]]]]"],
  ])("%j", (value, text) => {
    expect(serialiseText(value)).toBe(text);
    expect(parseText(text)).toEqual(value);
  });

  it.each([
    [1.5, "number"], [-0, "number"], [2 ** 53, "number"], [NaN, "number"], [null, "type"],
    [{ a: undefined }, "type"], [{ A: 1 }, "key"], [{ "": 1 }, "key"], ["\0", "text"],
    ["\ud800", "text"], [{ a: "x\udfff" }, "text"], [nested(9), "depth"],
  ])("refuses %j", (value, flaw) => {
    expect(serialiseText(value)).toEqual(new Flaw(flaw as Flaw["flaw"]));
  });
});

describe("parse", () => {
  it.each([
    "{", '{"a":1,"a":2}', '{ "a":1}', '{"b":1,"a":2}', '{"a":1.0}', '{"a":1e2}', '{"a":-0}',
    '{"a":null}', '{"a":"\\u0041"}', '{"a":"\\/"}', '{"a":"\\u000a"}', '{"a":"\\u001F"}',
    '{"a":9007199254740993}', '{"a":"\\ud800"}', '{"a":"\\u0000"}', '{"__proto__":1}', "\ufeff{}",
    '{"a":1}\n',
  ])("refuses %s", (text) => {
    expect(parse(utf8(text))).toBeInstanceOf(Flaw);
  });

  it("refuses what is not UTF-8", () => {
    expect(parse(Uint8Array.of(0x22, 0xff, 0x22))).toEqual(new Flaw("not_json"));
  });

  it("does not take a document with a member called flaw for a flaw", () => {
    expect(parseText('{"flaw":"text"}')).toEqual({ flaw: "text" });
  });
});
