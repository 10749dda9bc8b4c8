import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import type { ShellTexts } from './texts.ts';

/** Cut, copy and paste on the right mouse button: in text fields, and where text is selected. */
export function addContextMenu(contents: WebContents, texts: () => ShellTexts): void {
  contents.on('context-menu', (_event, place) => {
    const words = texts();
    const items: MenuItemConstructorOptions[] = place.isEditable
      ? [
          { role: 'undo', label: words.undo, enabled: place.editFlags.canUndo },
          { role: 'redo', label: words.redo, enabled: place.editFlags.canRedo },
          { type: 'separator' },
          { role: 'cut', label: words.cut, enabled: place.editFlags.canCut },
          { role: 'copy', label: words.copy, enabled: place.editFlags.canCopy },
          { role: 'paste', label: words.paste, enabled: place.editFlags.canPaste },
          { role: 'selectAll', label: words.selectAll },
        ]
      : place.selectionText.trim() === ''
        ? []
        : [{ role: 'copy', label: words.copy }];
    if (items.length > 0) Menu.buildFromTemplate(items).popup();
  });
}
