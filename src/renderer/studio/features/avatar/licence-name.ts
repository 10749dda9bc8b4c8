/** Files name a licence by its address; the well-known ones have shorter names. */
export function licenceName(licence: string): string {
  const [, kind, version] = /creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)/u.exec(licence) ?? [];
  if (kind !== undefined && version !== undefined)
    return kind === 'zero' ? `CC0 ${version}` : `CC ${kind.toUpperCase()} ${version}`;
  if (/^https?:\/\/vrm\.dev\/licenses\/1\.0\/?/u.test(licence)) return 'VRM Public License 1.0';
  return licence.replace(/^CC_BY/u, 'CC BY').replaceAll('_', ' ');
}
