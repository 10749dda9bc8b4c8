import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

export type ObsRunning = 'yes' | 'no' | 'unknown';

const LISTED_WITHIN_MS = 3000;

/** Whether a process of OBS runs on this computer, by its name. */
export async function isObsRunning(platform: NodeJS.Platform): Promise<ObsRunning> {
  try {
    if (platform === 'win32')
      return await listed('tasklist', ['/FI', 'IMAGENAME eq obs64.exe', '/NH', '/FO', 'CSV'], /^"obs64\.exe"/im);
    if (platform === 'darwin') return await listed('pgrep', ['-x', 'OBS'], /^\d+$/m);
    return await inProc();
  } catch {
    return 'unknown';
  }
}

/** `command` ends with code 1 when it finds nothing, which is an answer too. */
function listed(command: string, args: readonly string[], pattern: RegExp): Promise<ObsRunning> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: LISTED_WITHIN_MS, windowsHide: true }, (error, stdout) => {
      if (error !== null && error.code !== 1) resolve('unknown');
      else resolve(pattern.test(stdout) ? 'yes' : 'no');
    });
  });
}

async function inProc(): Promise<ObsRunning> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(processes.map((id) => readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')));
  return names.some((name) => name.trim() === 'obs') ? 'yes' : 'no';
}
