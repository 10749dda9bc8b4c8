import { posix, win32 } from 'node:path';

/** What is to be known of a computer to say where OBS keeps its settings. */
export interface ObsComputer {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Folders of OBS Studio's settings, the usual one first. Linux: also the Flatpak, the Snap and XDG_CONFIG_HOME. Windows: also a portable installation in
 * its usual place; elsewhere on the disk it cannot be guessed.
 */
export function obsFolders({ platform, home, environment }: ObsComputer): readonly string[] {
  if (platform === 'win32') {
    const appData = environment.APPDATA ?? win32.join(home, 'AppData', 'Roaming');
    const programs = environment.ProgramFiles ?? 'C:\\Program Files';
    return [win32.join(appData, 'obs-studio'), win32.join(programs, 'obs-studio', 'config', 'obs-studio')];
  }
  if (platform === 'darwin') return [posix.join(home, 'Library', 'Application Support', 'obs-studio')];
  const config = environment.XDG_CONFIG_HOME ?? posix.join(home, '.config');
  return [
    posix.join(config, 'obs-studio'),
    posix.join(home, '.var', 'app', 'com.obsproject.Studio', 'config', 'obs-studio'),
    posix.join(home, 'snap', 'obs-studio', 'current', '.config', 'obs-studio'),
  ];
}
