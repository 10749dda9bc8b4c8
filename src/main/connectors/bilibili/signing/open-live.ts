import { createHash, createHmac } from 'node:crypto';

export interface OpenLiveSigning {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Never used twice: the platform refuses a repetition, so a retry takes a new one. */
  readonly nonce: string;
  /** Unix time. */
  readonly seconds: number;
}

/** The headers that prove a request to the open platform. `body` is signed as these very bytes: send them and no others. */
export function openLiveHeaders(body: string, signing: OpenLiveSigning): Readonly<Record<string, string>> {
  const signed = signedHeaders(body, signing);
  const signature = createHmac('sha256', signing.accessKeySecret).update(openLiveStringToSign(body, signing)).digest('hex');
  return { ...signed, Authorization: signature };
}

/** `name:value` lines without a newline at the end. */
export function openLiveStringToSign(body: string, signing: OpenLiveSigning): string {
  return Object.entries(signedHeaders(body, signing))
    .map(([name, value]) => `${name}:${value}`)
    .join('\n');
}

/** In the alphabetical order in which they are signed. */
function signedHeaders(body: string, { accessKeyId, nonce, seconds }: OpenLiveSigning): Readonly<Record<string, string>> {
  return {
    'x-bili-accesskeyid': accessKeyId,
    'x-bili-content-md5': createHash('md5').update(body, 'utf8').digest('hex'),
    'x-bili-signature-method': 'HMAC-SHA256',
    'x-bili-signature-nonce': nonce,
    'x-bili-signature-version': '1.0',
    'x-bili-timestamp': String(seconds),
  };
}
