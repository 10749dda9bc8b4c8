import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PATIENCE_MS } from './numbers.ts';
import { installSoundTap } from './sound-tap.ts';
import { without } from './without.ts';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's Chromium, or `YINGXI_CHROMIUM`; undefined when there is none. */
export function findChromium(): string | undefined {
  const wanted = process.env.YINGXI_CHROMIUM;
  if (wanted) return wanted;
  return CANDIDATES.find((path) => existsSync(path));
}

export const WITHOUT_CHROMIUM = without(
  'There is no Chromium: install it (Debian: apt-get install chromium), or name its program in YINGXI_CHROMIUM.',
  '没有 Chromium：请安装（Debian：apt-get install chromium），或用 YINGXI_CHROMIUM 指定其可执行文件。',
);

/** `extra`: further switches. Whatever a test waits for in one of its pages may take PATIENCE_MS. */
export async function launchChromium(extra: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium: install it, or name it in YINGXI_CHROMIUM');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--enable-unsafe-swiftshader',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--disable-quic',
      '--disable-sync',
      '--enable-precise-memory-info',
      ...extra,
    ],
  });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

/** A stage page (without its CSP, for the tap's sake) at 480×270 that is connected and has drawn, with a tap on its sound. */
export async function openStage(browser: Browser, stageUrl: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 480, height: 270 }, bypassCSP: true });
  await installSoundTap(page);
  await page.goto(stageUrl);
  await page.waitForFunction(() => {
    const snapshot = window.yingxiStage?.snapshot();
    return snapshot !== undefined && snapshot.role === 'sounding' && snapshot.framesDrawn > 2;
  });
  return page;
}
