import { StudioError } from '#shared/errors.ts';

/** Offers bytes or a text as a file. */
export function downloadBytes(fileName: string, content: Uint8Array<ArrayBuffer> | string, type: string): void {
  offer(fileName, new Blob([content], { type }));
}

/** Offers what the studio serves at `address` as a file. Rejects `network`. */
export async function downloadFrom(address: string, fileName: string): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok) throw new StudioError('network', `the studio answered ${answer.status}; try again`);
  offer(fileName, await answer.blob());
}

function offer(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the address once the click is handled.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
