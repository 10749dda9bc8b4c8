import type { WebPreferences } from 'electron';

/** What every page of ours may do: nothing of Node, nothing of other pages. Pages go on at full speed behind other windows: she is on air. */
export function pagePreferences(development: boolean, preload?: string): WebPreferences {
  return {
    ...(preload === undefined ? {} : { preload }),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    backgroundThrottling: false,
    spellcheck: false,
    devTools: development,
  };
}
