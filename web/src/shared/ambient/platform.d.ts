// The few platform names that shared code may use. Seen only by src/shared/tsconfig.json, so
// that anything of the page or of a worker in shared code is a compile error.

type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
type KeyUsage = "sign" | "verify";

interface CryptoKey {
  readonly type: string;
  readonly extractable: boolean;
}

interface CryptoKeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

interface KeyAlgorithmName {
  name: string;
  namedCurve?: string;
  hash?: string;
}

interface SubtleCrypto {
  digest(algorithm: string, data: BufferSource): Promise<ArrayBuffer>;
  generateKey(
    algorithm: { name: "ECDSA"; namedCurve: "P-256" },
    extractable: boolean,
    usages: KeyUsage[],
  ): Promise<CryptoKeyPair>;
  importKey(
    format: "raw" | "spki",
    data: BufferSource,
    algorithm: KeyAlgorithmName,
    extractable: boolean,
    usages: KeyUsage[],
  ): Promise<CryptoKey>;
  exportKey(format: "spki", key: CryptoKey): Promise<ArrayBuffer>;
  sign(algorithm: KeyAlgorithmName, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  verify(
    algorithm: KeyAlgorithmName,
    key: CryptoKey,
    signature: BufferSource,
    data: BufferSource,
  ): Promise<boolean>;
}

declare const crypto: {
  readonly subtle: SubtleCrypto;
  getRandomValues<T extends ArrayBufferView<ArrayBuffer>>(array: T): T;
};

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array<ArrayBuffer>): string;
}

declare function atob(text: string): string;
declare function btoa(text: string): string;
