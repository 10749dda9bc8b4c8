import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the user's data lives unless told otherwise; `YINGXI_DATA_DIR` overrides. */
export function defaultDataFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (environment.YINGXI_DATA_DIR) return environment.YINGXI_DATA_DIR;
  switch (platform) {
    case 'win32':
      return join(environment.APPDATA || join(home, 'AppData', 'Roaming'), 'Yingxi');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Yingxi');
    default:
      return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'yingxi');
  }
}
