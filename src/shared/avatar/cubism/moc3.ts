import { StudioError } from '#shared/errors.ts';

/** Bytes of a `.moc3` that `readMocVersion` looks at. */
export const MOC_HEAD_BYTES = 64;

/** Editors by the version that stands in byte 4 of their files. */
const EDITORS: readonly string[] = ['', '3.0', '3.3', '4.0', '4.2', '5.0', '5.3'];

/** "Cubism 5.0" for version 5; numbers that came later than this program are named as such. */
export function cubismOfMoc(version: number): string {
  return version < EDITORS.length
    ? `Cubism ${EDITORS[version] ?? ''}`.trim()
    : `a Cubism newer than 5.3 (file version ${version})`;
}

/** Version of a `.moc3` by its first bytes: the letters MOC3, then the version. Throws `invalid-input` when it is no such file. */
export function readMocVersion(head: Uint8Array, file: string): number {
  const magic = String.fromCharCode(...head.subarray(0, 4));
  const version = head[4] ?? 0;
  if (head.length < MOC_HEAD_BYTES || magic !== 'MOC3' || version === 0)
    throw new StudioError('invalid-input', `${file} is no complete .moc3 file; copy or export the model again`);
  return version;
}

/** Throws `unavailable` when a file of `version` needs a newer Core than one that reads up to `latest`. */
export function checkMocVersion(version: number, latest: number, file: string): void {
  if (version <= latest) return;
  throw new StudioError(
    'unavailable',
    `${file} was made with ${cubismOfMoc(version)}, but your Cubism Core reads files up to ${cubismOfMoc(latest)}; ` +
      `bring a newer Core (Avatar → Live2D), or export the model for ${cubismOfMoc(latest)} in the Cubism Editor`,
  );
}
