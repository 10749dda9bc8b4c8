import { app, type BrowserWindow, dialog } from 'electron';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { closingAnswer } from './closing-answer.ts';
import type { ShellTexts } from './texts.ts';

export interface ClosingPolicyOptions {
  readonly window: BrowserWindow;
  readonly quitting: () => boolean;
  readonly stageOpen: () => boolean;
  readonly texts: () => ShellTexts;
  readonly logger: Logger;
}

/** Listener for the studio window's `close`; see `closingAnswer` for the rule. */
export function createClosingPolicy(options: ClosingPolicyOptions): (event: { preventDefault(): void }) => void {
  let asking = false;
  const ask = async (): Promise<void> => {
    asking = true;
    const answer = await askTheUser(options.window, options.texts());
    asking = false;
    if (answer === 'keep' && !options.window.isDestroyed()) options.window.hide();
    if (answer === 'quit') app.quit();
  };
  return (event) => {
    const answer = closingAnswer({ platform: process.platform, quitting: options.quitting(), stageOpen: options.stageOpen() });
    if (answer === 'close') return;
    event.preventDefault();
    if (answer === 'hide') options.window.hide();
    // Not from inside the closing of a window that the quitting will close.
    if (answer === 'quit') setImmediate(() => app.quit());
    if (answer === 'ask' && !asking)
      ask().catch((error: unknown) => options.logger.warn('the question failed', { cause: messageFromUnknown(error) }));
  };
}

async function askTheUser(window: BrowserWindow, texts: ShellTexts): Promise<'keep' | 'quit' | 'cancel'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: texts.closeTitle,
    detail: texts.closeDetail,
    buttons: [texts.closeKeep, texts.closeQuit, texts.closeCancel],
    defaultId: 0,
    cancelId: 2,
  });
  return (['keep', 'quit', 'cancel'] as const)[response] ?? 'cancel';
}
