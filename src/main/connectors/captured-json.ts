/** The messages of a captured text file: one JSON document (an array is many messages) or one document on each line. */
export interface CapturedJson {
  readonly messages: readonly unknown[];
  /** Lines that are no JSON. */
  readonly broken: number;
}

/** `parse` reads one document; it may throw. */
export function capturedJsonFromText(text: string, parse: (text: string) => unknown = JSON.parse): CapturedJson {
  const whole = attempt(parse, text);
  if (whole !== undefined) return { messages: Array.isArray(whole.value) ? whole.value : [whole.value], broken: 0 };
  const messages: unknown[] = [];
  let broken = 0;
  for (const line of text.split(/\r?\n/u)) {
    if (line.trim() === '') continue;
    const one = attempt(parse, line);
    if (one === undefined) broken += 1;
    else messages.push(one.value);
  }
  return { messages, broken };
}

function attempt(parse: (text: string) => unknown, text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parse(text) };
  } catch {
    return undefined;
  }
}
