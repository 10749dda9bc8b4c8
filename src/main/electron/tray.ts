import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { StageWindowState } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { StageSize } from './floating-window.ts';
import type { ShellTexts } from './texts.ts';

/** What the tray and the application menu can do. */
export interface ShellActions {
  openStudio(): void;
  setStageWindow(patch: Partial<StageWindowState>): void;
  resizeStage(size: StageSize): void;
  stopSpeaking(): void;
  copyObsAddress(): void;
  openData(): void;
  quit(): void;
}

export interface StudioTray {
  /** Draws the menu anew after a change of state or language. */
  refresh(texts: ShellTexts, stage: StageWindowState): void;
  /** False on desktops without a tray: then a window must never be the only way back. */
  readonly present: boolean;
  close(): void;
}

/** The icon beside the clock: the way back to a hidden studio and to a stage window that lets clicks through. */
export function createStudioTray(options: {
  readonly icon: string;
  readonly actions: ShellActions;
  readonly logger: Logger;
}): StudioTray {
  const { actions } = options;
  const tray = openTray(options.icon, options.logger);
  tray?.on('click', () => {
    // macOS opens the menu on click.
    if (process.platform !== 'darwin') actions.openStudio();
  });
  return {
    present: tray !== undefined,
    refresh(texts, stage) {
      tray?.setToolTip(texts.appName);
      tray?.setContextMenu(Menu.buildFromTemplate(trayTemplate(texts, stage, actions)));
    },
    close() {
      if (tray !== undefined && !tray.isDestroyed()) tray.destroy();
    },
  };
}

function openTray(icon: string, logger: Logger): Tray | undefined {
  try {
    return new Tray(nativeImage.createFromPath(icon));
  } catch (error) {
    logger.warn('this desktop has no tray for icons', { cause: messageFromUnknown(error) });
    return undefined;
  }
}

function trayTemplate(texts: ShellTexts, stage: StageWindowState, actions: ShellActions): MenuItemConstructorOptions[] {
  return [
    { label: texts.openStudio, click: () => actions.openStudio() },
    { type: 'separator' },
    ...stageTemplate(texts, stage, actions),
    { label: texts.copyObsAddress, click: () => actions.copyObsAddress() },
    { type: 'separator' },
    { label: texts.stopSpeaking, click: () => actions.stopSpeaking() },
    { type: 'separator' },
    { label: texts.quit, click: () => actions.quit() },
  ];
}

/** The stage window's entries, shared by the tray and the application menu. */
export function stageTemplate(texts: ShellTexts, stage: StageWindowState, actions: ShellActions): MenuItemConstructorOptions[] {
  const { open } = stage;
  return [
    { label: texts.stageWindow, type: 'checkbox', checked: open, click: () => actions.setStageWindow({ open: !open }) },
    {
      label: texts.clickThrough,
      type: 'checkbox',
      checked: stage.clickThrough,
      enabled: open,
      click: () => actions.setStageWindow({ clickThrough: !stage.clickThrough }),
    },
    {
      label: texts.alwaysOnTop,
      type: 'checkbox',
      checked: stage.alwaysOnTop,
      enabled: open,
      click: () => actions.setStageWindow({ alwaysOnTop: !stage.alwaysOnTop }),
    },
    {
      label: texts.stageSize,
      enabled: open,
      submenu: [
        { label: texts.sizeSmall, click: () => actions.resizeStage('small') },
        { label: texts.sizeMedium, click: () => actions.resizeStage('medium') },
        { label: texts.sizeLarge, click: () => actions.resizeStage('large') },
      ],
    },
  ];
}
