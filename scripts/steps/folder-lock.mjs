import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { say } from './say.mjs';

/**
 * Runs `task` while no other process of this checkout runs one of the same name; waits for that one first. A lock whose owner is gone, or older than
 * `longestMs` and half a minute, is taken over.
 */
export async function withFolderLock(name, longestMs, task) {
  const release = await take(inRoot('.cache', `${name}.lock`), name, Date.now() + longestMs + 30_000);
  try {
    return await task();
  } finally {
    release();
  }
}

async function take(folder, name, giveUp) {
  mkdirSync(inRoot('.cache'), { recursive: true });
  for (let told = false; ; ) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, 'pid'), String(process.pid));
      const release = () => rmSync(folder, { recursive: true, force: true });
      process.once('exit', release);
      return () => {
        process.off('exit', release);
        release();
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isHeld(folder) || Date.now() > giveUp) rmSync(folder, { recursive: true, force: true });
      else if (!told) say(`Waiting for another ${name} of this folder`, '正在等待另一个进程完成');
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

/** False when the process that took the lock is gone. */
function isHeld(folder) {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    // No pid yet: it was taken a moment ago, or its owner died in that moment.
    return error.code === 'EPERM' || (error.code === 'ENOENT' && Date.now() - statOrNow(folder) < 5000);
  }
}

function statOrNow(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Date.now();
  }
}
