import decodeQR from "qr/decode.js";

// Cameras give frames of any size; finer than this is slower and no surer.
const WIDEST = 1600;
const utf8 = new TextDecoder();
const canvas = document.createElement("canvas");
const known = async () => globalThis.BarcodeDetector && (await BarcodeDetector.getSupportedFormats()).includes("qr_code") && new BarcodeDetector({ formats: ["qr_code"] });
let native;

/** The text of a QR code in a playing video, or nothing: by the browser's own reader where it has one. */
export async function read(video) {
  if (!video.videoWidth) return;
  native ??= known().catch(() => false);
  const reader = await native;
  if (reader) {
    try {
      return (await reader.detect(video))[0]?.rawValue;
    } catch {
      // Some browsers name a reader that they do not have.
      native = false;
    }
  }
  const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = video.videoWidth * scale;
  canvas.height = video.videoHeight * scale;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height), { timeLimit: 150, textDecoder: (bytes) => utf8.decode(bytes) });
  } catch {
    // Nothing found in this frame.
  }
}
