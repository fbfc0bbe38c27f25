// Ed25519 (RFC 8032), in integers: not every browser has it, and two ways would be two answers.
// Nothing here is secret, so time that depends on the numbers reveals nothing.

import { type Bytes, concat } from "../shared/bytes.ts";
import { littleEndian } from "./encoding.ts";

type Point = readonly [bigint, bigint, bigint, bigint];

const Q = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, Q - 2n));
const ROOT = power(2n, (Q - 1n) / 4n);
const ZERO: Point = [0n, 1n, 1n, 0n];
const BASE_Y = mod(4n * power(5n, Q - 2n));
const BASE = pointOf(BASE_Y, 0n) ?? ZERO;

/** Say whether S·B = R + k·A, with S below the order of the group. */
export async function ed25519Verifies(
  key: Bytes, signature: Bytes, message: Bytes,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  const [a, r] = [decompress(key), decompress(signature.slice(0, 32))];
  const s = littleEndian(signature.slice(32));
  if (a === null || r === null || s >= L) return false;
  const hashed = concat(signature.slice(0, 32), key, message);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-512", hashed));
  const [left, right] = [multiple(s, BASE), plus(r, multiple(littleEndian(hash) % L, a))];
  return mod(left[0] * right[2] - right[0] * left[2]) === 0n
    && mod(left[1] * right[2] - right[1] * left[2]) === 0n;
}

function mod(value: bigint): bigint {
  const rest = value % Q;
  return rest < 0n ? rest + Q : rest;
}

function power(value: bigint, exponent: bigint): bigint {
  let [result, factor] = [1n, value];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = mod(result * factor);
    factor = mod(factor * factor);
  }
  return result;
}

function plus(p: Point, q: Point): Point {
  const [a, b] = [mod((p[1] - p[0]) * (q[1] - q[0])), mod((p[1] + p[0]) * (q[1] + q[0]))];
  const [c, d] = [mod(2n * p[3] * q[3] * D), mod(2n * p[2] * q[2])];
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function multiple(number: bigint, point: Point): Point {
  let [result, doubled] = [ZERO, point];
  for (let left = number; left > 0n; left >>= 1n) {
    if (left & 1n) result = plus(result, doubled);
    doubled = plus(doubled, doubled);
  }
  return result;
}

/** Return the point of 32 bytes, or null when they are not the one spelling of any. */
function decompress(data: Bytes): Point | null {
  if (data.length !== 32) return null;
  const number = littleEndian(data);
  const [sign, y] = [number >> 255n, number & ((1n << 255n) - 1n)];
  return y < Q ? pointOf(y, sign) : null;
}

function pointOf(y: bigint, sign: bigint): Point | null {
  const square = mod((y * y - 1n) * power(mod(D * y * y + 1n), Q - 2n));
  let x = power(square, (Q + 3n) / 8n);
  if (mod(x * x - square) !== 0n) x = mod(x * ROOT);
  if (mod(x * x - square) !== 0n || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = Q - x;
  return [x, y, 1n, mod(x * y)];
}
