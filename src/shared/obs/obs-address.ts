/** Whether an address of OBS names this very computer. '' = not given, which means here. */
export function isThisComputer(url: string): boolean {
  if (url.trim() === '') return true;
  const host = /^(?:wss?:\/\/)?(\[[^\]]*\]|[^/:?#]*)/i.exec(url.trim())?.[1]?.toLowerCase();
  return host === 'localhost' || host === '[::1]' || (host !== undefined && /^127\.\d+\.\d+\.\d+$/.test(host));
}
