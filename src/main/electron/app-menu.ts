import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { StageWindowState } from '#main/platform/host.ts';
import type { ShellTexts } from './texts.ts';
import { type ShellActions, stageTemplate } from './tray.ts';

/** The application menu. Windows and Linux show it on Alt only; its entries are what makes copy, paste and zoom keys work in the pages. */
export function setAppMenu(options: {
  readonly texts: ShellTexts;
  readonly stage: StageWindowState;
  readonly actions: ShellActions;
  readonly development: boolean;
}): void {
  const { texts, stage, actions } = options;
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: texts.file,
      submenu: [
        ...stageTemplate(texts, stage, actions),
        { type: 'separator' },
        { label: texts.copyObsAddress, click: () => actions.copyObsAddress() },
        { label: texts.openData, click: () => actions.openData() },
        { type: 'separator' },
        { role: 'close', label: texts.close },
        ...(process.platform === 'darwin'
          ? []
          : [{ label: texts.quit, accelerator: 'CommandOrControl+Q', click: () => actions.quit() }]),
      ],
    },
    { label: texts.edit, submenu: editTemplate(texts) },
    { label: texts.view, submenu: viewTemplate(texts, options.development) },
    {
      label: texts.window,
      role: 'windowMenu',
      submenu: [
        { role: 'minimize', label: texts.minimize },
        { label: texts.openStudio, click: () => actions.openStudio() },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function editTemplate(texts: ShellTexts): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: texts.undo },
    { role: 'redo', label: texts.redo },
    { type: 'separator' },
    { role: 'cut', label: texts.cut },
    { role: 'copy', label: texts.copy },
    { role: 'paste', label: texts.paste },
    { role: 'selectAll', label: texts.selectAll },
  ];
}

function viewTemplate(texts: ShellTexts, development: boolean): MenuItemConstructorOptions[] {
  const zoom: MenuItemConstructorOptions[] = [
    { role: 'resetZoom', label: texts.zoomReset },
    { role: 'zoomIn', label: texts.zoomIn },
    // The plus key without Shift, as in browsers.
    { role: 'zoomIn', label: texts.zoomIn, accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
    { role: 'zoomOut', label: texts.zoomOut },
    { type: 'separator' },
    { role: 'togglefullscreen', label: texts.fullScreen },
  ];
  return development ? [...zoom, { type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] : zoom;
}
