import { randomUUID } from 'node:crypto';

export interface FormFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A form as multipart/form-data (RFC 7578). */
export function multipart(fields: Readonly<Record<string, string | FormFile>>): {
  readonly contentType: string;
  readonly body: Uint8Array;
} {
  const boundary = `yingxi-${randomUUID()}`;
  const parts: Uint8Array[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const file = typeof value === 'string' ? undefined : value;
    const disposition = `Content-Disposition: form-data; name="${name}"${file ? `; filename="${escaped(file.name)}"` : ''}`;
    const type = file ? '\r\nContent-Type: application/octet-stream' : '';
    parts.push(
      Buffer.from(`--${boundary}\r\n${disposition}${type}\r\n\r\n`),
      typeof value === 'string' ? Buffer.from(value) : value.bytes,
    );
    parts.push(Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) };
}

const escaped = (name: string): string => name.replaceAll('"', '%22').replaceAll(/[\r\n]/gu, ' ');
