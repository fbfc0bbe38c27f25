/** Reads a QR code from a picture: the browser's own detector, else zxing compiled to WebAssembly,
 *  fetched from this server when first needed. */
import wasmAddress from "zxing-wasm/reader/zxing_reader.wasm?url";

export type Decode = (shown: HTMLVideoElement) => Promise<string>;

type Detector = { detect: (shown: HTMLVideoElement) => Promise<{ rawValue: string }[]> };
type Detectors = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats: () => Promise<string[]>;
};

export async function decoder(): Promise<Decode> {
  return (await nativeDecoder()) ?? zxingDecoder();
}

async function nativeDecoder(): Promise<Decode | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: Detectors };
  const formats = await BarcodeDetector?.getSupportedFormats().catch((): string[] => []);
  if (!BarcodeDetector || !formats?.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (shown) => (await detector.detect(shown))[0]?.rawValue ?? "";
}

async function zxingDecoder(): Promise<Decode> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  prepareZXingModule({ overrides: { locateFile: () => wasmAddress } });
  const canvas = document.createElement("canvas");
  return async (shown) => {
    const picture = pictureOf(canvas, shown);
    const found = picture ? await readBarcodes(picture, { formats: ["QRCode"] }) : [];
    return found[0]?.text ?? "";
  };
}

function pictureOf(canvas: HTMLCanvasElement, shown: HTMLVideoElement): ImageData | undefined {
  canvas.width = shown.videoWidth;
  canvas.height = shown.videoHeight;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(shown, 0, 0);
  return context?.getImageData(0, 0, canvas.width, canvas.height);
}
