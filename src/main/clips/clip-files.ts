import { access, rename } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { fileNameFrom } from '#shared/clips/clip-title.ts';
import { srtFromLines, vttFromLines } from '#shared/clips/subtitles.ts';
import type { ReadLog } from './log-file.ts';

/** Names tried when others exist. */
const TRIES = 50;

/**
 * Gives a saved clip its title: "Replay 2026-11-22 20-15-01.mkv" becomes "Replay 2026-11-22 20-15-01 She won.mkv". The path as it is now; unchanged when
 * OBS runs on another computer, the title has no letter for a file's name, or the system refuses (a player has it open).
 */
export async function withTitle(path: string, title: string): Promise<string> {
  const name = fileNameFrom(title);
  if (name === '' || !(await isHere(path))) return path;
  const extension = extname(path);
  const stem = join(dirname(path), `${basename(path, extension)} ${name}`);
  for (let number = 1; number <= TRIES; number += 1) {
    const target = `${stem}${number === 1 ? '' : ` (${number})`}${extension}`;
    if (await isHere(target)) continue;
    return rename(path, target).then(
      () => target,
      () => path,
    );
  }
  return path;
}

/** Puts subtitles beside a video, where players look for them; false when the video is not on this computer. Never replaces a file. */
export async function subtitlesBeside(path: string, log: Pick<ReadLog, 'lines'>): Promise<boolean> {
  if (log.lines.length === 0 || !(await isHere(path))) return false;
  const stem = join(dirname(path), basename(path, extname(path)));
  await writeNew(`${stem}.srt`, srtFromLines(log.lines));
  await writeNew(`${stem}.vtt`, vttFromLines(log.lines));
  return true;
}

/** Whole from the first moment that it is there: a player that looks for it may have the video open already. */
async function writeNew(path: string, text: string): Promise<void> {
  if (!(await isHere(path))) await writeFileAtomic(path, text);
}

async function isHere(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  return access(path).then(
    () => true,
    () => false,
  );
}
