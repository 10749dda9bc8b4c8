import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';

/** Longest wait for the system's answer, ms. */
const ASK_MS = 10_000;
const LONGEST = 500;

/**
 * Names this machine's graphics adapters and drivers, for people and to notice that they changed. Asks files and the system's own tools, never a driver
 * itself: a broken one would take the program with it. 'unknown' where nothing can be had.
 */
export async function graphicsDriver(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const found = await (platform === 'win32' ? windowsAdapters() : platform === 'linux' ? linuxAdapters(environment) : []);
  const parts = platform === 'darwin' ? [`macOS kernel ${release()}`] : found;
  return parts.length === 0 ? 'unknown' : parts.join('; ').slice(0, LONGEST);
}

async function windowsAdapters(): Promise<readonly string[]> {
  const question = 'Get-CimInstance Win32_VideoController | ForEach-Object { $_.Name + " " + $_.DriverVersion }';
  const answer = await new Promise<string>((resolve) => {
    execFile(
      'powershell.exe',
      ['-NoProfile', '-NonInteractive', '-Command', question],
      { timeout: ASK_MS, windowsHide: true },
      (error, stdout) => resolve(error ? '' : stdout),
    );
  });
  return answer
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort();
}

/** PCI ids, NVIDIA's version, and the Vulkan drivers that the loader would take. */
async function linuxAdapters(environment: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const cards = await Promise.all((await names('/sys/class/drm')).filter((name) => /^card\d+$/.test(name)).map(cardName));
  const nvidia = /Kernel Module\D*([\d.]+)/.exec(await text('/proc/driver/nvidia/version'))?.[1];
  const forced = environment.VK_DRIVER_FILES ?? environment.VK_ICD_FILENAMES;
  const vulkan = forced === undefined ? await names('/usr/share/vulkan/icd.d') : forced.split(':');
  return [
    ...cards.filter((card) => card !== ''),
    ...(nvidia === undefined ? [] : [`NVIDIA ${nvidia}`]),
    ...(vulkan.length === 0 ? [] : [`Vulkan ${vulkan.join(' ')}`]),
  ];
}

const VENDORS: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };

async function cardName(card: string): Promise<string> {
  const folder = join('/sys/class/drm', card, 'device');
  const vendor = (await text(join(folder, 'vendor'))).trim();
  const device = (await text(join(folder, 'device'))).trim();
  return vendor === '' ? '' : `${VENDORS[vendor] ?? vendor} ${device}`;
}

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

async function text(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
