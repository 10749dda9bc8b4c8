/** Upstream's HotkeyAction by number, from 0; −1 is `Unset`. The names go over the wire. */
const NUMBERED = [
  'TriggerAnimation',
  'ChangeIdleAnimation',
  'ToggleExpression',
  'RemoveAllExpressions',
  'MoveModel',
  'ChangeBackground',
  'ReloadMicrophone',
  'ReloadTextures',
  'CalibrateCam',
  'ChangeVTSModel',
  'TakeScreenshot',
  'ScreenColorOverlay',
  'RemoveAllItems',
  'ToggleItemScene',
  'DownloadRandomWorkshopItem',
  'ExecuteItemAction',
  'ArtMeshColorPreset',
  'ToggleTracker',
  'ToggleTwitchFeature',
  'LoadEffectPreset',
  'ToggleLive2DEditorAPI',
  'WebItemAction',
  'ToggleModelSound',
] as const;
export type HotkeyAction = (typeof NUMBERED)[number] | 'Unset';

/** By name, or by number as one client library sends it. undefined: there is no such action. */
export function hotkeyActionFrom(value: string | number): HotkeyAction | undefined {
  if (value === -1 || value === 'Unset') return 'Unset';
  return typeof value === 'number' ? NUMBERED[value] : NUMBERED.find((name) => name === value);
}
