/** The fields of a multipart/form-data body; files as their bytes in latin1. */
export function formFields(
  body: Buffer,
  contentType: string | undefined,
): ReadonlyMap<string, { readonly fileName: string | undefined; readonly value: Buffer }> {
  const boundary = /boundary=([^;]+)/.exec(contentType ?? '')?.[1] ?? '';
  const fields = new Map<string, { fileName: string | undefined; value: Buffer }>();
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(0, end);
    const name = / name="([^"]*)"/.exec(head)?.[1];
    const fileName = /filename="([^"]*)"/.exec(head)?.[1];
    if (name !== undefined) fields.set(name, { fileName, value: Buffer.from(part.slice(end + 4, -2), 'latin1') });
  }
  return fields;
}
