/**
 * The bytes of `name` in a ZIP whose entries are stored, as MediaPipe's bundles are (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16); undefined when there is none, or
 * when it is packed. A view, not a copy.
 */
export function storedEntry(zip: Uint8Array, name: string): Uint8Array | undefined {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOfDirectory(view);
  if (end === undefined) return undefined;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const found = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength));
    if (found === name) return contentOf(zip, view, at);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return undefined;
}

function contentOf(zip: Uint8Array, view: DataView, entry: number): Uint8Array | undefined {
  const isStored = view.getUint16(entry + 10, true) === 0;
  const size = view.getUint32(entry + 20, true);
  const local = view.getUint32(entry + 42, true);
  if (!isStored || local + 30 > view.byteLength) return undefined;
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  return start + size <= zip.byteLength ? zip.subarray(start, start + size) : undefined;
}

/** A comment of at most 65535 bytes may follow it. */
function endOfDirectory(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return undefined;
}
