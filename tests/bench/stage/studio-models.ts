import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../support/numbers.ts';
import '../../support/stage-globals.ts';
import type { connectStudioApi } from '../../support/studio-api.ts';

type Api = Awaited<ReturnType<typeof connectStudioApi>>['api'];

/** Models of the library by the name of their entry file without its ending (default, hana, image …). */
async function modelIds(api: Api): Promise<ReadonlyMap<string, string>> {
  const abort = new AbortController();
  try {
    for await (const { models } of await api.models.watch(undefined, { signal: abort.signal }))
      return new Map(models.map(({ entry, id }) => [entry.replace(/^.*\//, '').replace(/\.\w+$/, ''), id]));
    return new Map();
  } finally {
    abort.abort();
  }
}

/** The model's id, once the library knows it: shipped ones are read after the start, added ones when their import is done. */
export function modelId(api: Api, entry: string): Promise<string> {
  return eventually(async () => (await modelIds(api)).get(entry), 30_000, 200);
}

/** A stage at 480×270 that has drawn; `watch` runs in it before its own code. */
export async function openWatchedStage(browser: Browser, url: string, watch: () => void): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 480, height: 270 } });
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForFunction(() => (window.yingxiStage?.snapshot().framesDrawn ?? 0) > 2, undefined, { timeout: 60_000 });
  return page;
}
