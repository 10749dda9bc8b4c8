/**
 * What closing the studio window means.
 * - While the program ends, it closes.
 * - macOS: it hides; the program ends by its menu or Cmd+Q, as is the custom there.
 * - Windows and Linux: the program ends. While the stage window is open it asks first, because a show may be on air.
 */
export function closingAnswer(now: {
  readonly platform: NodeJS.Platform;
  readonly quitting: boolean;
  readonly stageOpen: boolean;
}): 'close' | 'hide' | 'ask' | 'quit' {
  if (now.quitting) return 'close';
  if (now.platform === 'darwin') return 'hide';
  return now.stageOpen ? 'ask' : 'quit';
}
