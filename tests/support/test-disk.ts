import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small real disk (tmpfs), to fill up or to make read-only. `undefined` where mounting is not allowed. */
export interface TestDisk {
  readonly folder: string;
  readOnly(on: boolean): void;
  unmount(): void;
}

export async function mountTestDisk(bytes: number): Promise<TestDisk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = join(await mkdtemp(join(tmpdir(), 'yingxi-disk-')), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'yingxi-test', folder], { stdio: 'ignore' });
  } catch {
    // A container without the right to mount.
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    readOnly: (on) => void execFileSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, folder], { stdio: 'ignore' }),
    unmount() {
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Why a test without such a disk is skipped. */
export const WITHOUT_DISK = 'Mounting a small disk needs Linux and root: run it so. 挂载小磁盘需要 Linux 和 root 权限。';
