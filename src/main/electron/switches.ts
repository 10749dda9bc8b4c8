import { existsSync } from 'node:fs';
import { app } from 'electron';

/** Switches for every machine: sound without a click, and pages that keep drawing behind other windows, because OBS captures them there. */
const ALWAYS = [
  ['autoplay-policy', 'no-user-gesture-required'],
  ['disable-backgrounding-occluded-windows'],
  ['disable-renderer-backgrounding'],
  ['disable-background-timer-throttling'],
  // All pages come from this computer; a system proxy would only add a lookup, or break loopback.
  ['no-proxy-server'],
  // Lets WebGL run in software where there is no GPU (from Chromium 137 on it is refused without this).
  ['enable-unsafe-swiftshader'],
] as const;

/** Chromium features that the program does without, each of which talks to the internet or wakes up by itself. */
const DISABLED_FEATURES = ['CalculateNativeWinOcclusion', 'MediaRouter', 'OptimizationHints', 'AutofillServerCommunication'];

/** Must run before the program is ready. */
export function applySwitches(): void {
  for (const [name, value] of ALWAYS) app.commandLine.appendSwitch(name, value);
  app.commandLine.appendSwitch('disable-features', DISABLED_FEATURES.join(','));
  app.commandLine.appendSwitch('disable-component-update');
  if (process.platform === 'linux') applyLinuxSwitches();
  // A GPU crash would otherwise forbid WebGL to our own pages until the next start, and the avatar with it.
  app.disableDomainBlockingFor3DAPIs();
}

function applyLinuxSwitches(): void {
  app.commandLine.appendSwitch('enable-transparent-visuals');
  // Wayland has no global shortcuts of its own; the desktop portal offers them (Chromium ≥ 122).
  app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
  const hasGpu = existsSync('/dev/dri') || existsSync('/dev/nvidia0');
  if (hasGpu) return;
  app.commandLine.appendSwitch('ignore-gpu-blocklist');
  // A processor that plays graphics card draws pages slower than Chromium's own drawing on it, and the avatar waits in the same queue.
  app.commandLine.appendSwitch('disable-gpu-rasterization');
}
