import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { programName } from '#shared/automation/program-name.ts';

const WITHIN_MS = 5000;
const MOST = 5000;

/** Names of the programs that run on this computer, each once. Rejects where the system does not tell. */
export async function listPrograms(platform: NodeJS.Platform): Promise<readonly string[]> {
  const names =
    platform === 'linux'
      ? await fromProc()
      : platform === 'win32'
        ? namesFromTasklist(await outputOf('tasklist', ['/NH', '/FO', 'CSV']))
        : (await outputOf('ps', ['-A', '-o', 'comm='])).split('\n');
  return [...new Set(names.map(programName))].filter((name) => name !== '').slice(0, MOST);
}

/** The first column of lines like `"eldenring.exe","4242","Console","1","4,000 K"`. */
export const namesFromTasklist = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => /^"([^"]+)",/.exec(line)?.[1] ?? []);

function outputOf(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { timeout: WITHIN_MS, windowsHide: true, maxBuffer: 4 * 1024 * 1024 }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(error);
    });
  });
}

/** The name of the file comes first: `comm` is cut after 15 letters, and of Windows games it is that of Wine. */
async function fromProc(): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).slice(0, MOST);
  const read = (id: string, file: string): Promise<string> => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '');
  const names = await Promise.all(
    ids.map(async (id) => [(await read(id, 'cmdline')).split('\0')[0] ?? '', await read(id, 'comm')]),
  );
  return names.flat();
}
