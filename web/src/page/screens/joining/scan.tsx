/** The camera reads an invite's QR code. What it sees stays in this page; a camera that may not be
 *  used is a state like any other, because the invite can also be typed. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { Button } from "../../ui/buttons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { decoder, type Decode } from "./decoder.ts";

type ScanProps = { onText: (text: string) => boolean; onClose: () => void };
type Trouble = "" | "denied" | "none" | "not_invite";

const PAUSE = 200;

export default function Scan({ onText, onClose }: ScanProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<Trouble>("");
  useEffect(() => {
    const stop = new AbortController();
    void watch(video, stop.signal, (text) => {
      const good = onText(text);
      setTrouble(good ? "" : "not_invite");
      return good;
    }).then(setTrouble);
    return () => stop.abort();
  }, []);
  return (
    <div class="stack">
      {trouble === "denied" || trouble === "none" ? (
        <Notice
          live="assertive"
          title={t(`phone.camera_${trouble}`)}
          next={t("phone.camera_next")}
        />
      ) : (
        <video
          class="viewfinder"
          ref={video}
          muted
          playsInline
          aria-label={t("phone.viewfinder")}
        />
      )}
      <p role="status" class="small">
        {trouble === "not_invite" ? t("phone.not_an_invite") : ""}
      </p>
      <Button block onPress={onClose}>
        {t("phone.stop_scan")}
      </Button>
    </div>
  );
}

/** Looks until a text is taken or the screen goes; returns what was wrong with the camera. */
async function watch(
  video: { current: HTMLVideoElement | null },
  stop: AbortSignal,
  onText: (text: string) => boolean,
): Promise<Trouble> {
  const stream = await openCamera();
  if (typeof stream === "string") return stream;
  const close = (): void => stream.getTracks().forEach((track) => track.stop());
  const shown = video.current;
  if (stop.aborted || !shown) {
    close();
    return "";
  }
  stop.addEventListener("abort", close);
  shown.srcObject = stream;
  await shown.play().catch(() => undefined); // the screen may have gone meanwhile
  await lookFor(await decoder(), shown, stop, onText);
  close();
  return "";
}

async function openCamera(): Promise<MediaStream | "denied" | "none"> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return "none";
  try {
    return await devices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch (error) {
    return error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "none";
  }
}

async function lookFor(
  decode: Decode,
  shown: HTMLVideoElement,
  stop: AbortSignal,
  onText: (text: string) => boolean,
): Promise<void> {
  while (!stop.aborted) {
    const text = shown.videoWidth ? await decode(shown) : "";
    if (text && onText(text)) return;
    await new Promise((next) => setTimeout(next, PAUSE));
  }
}
