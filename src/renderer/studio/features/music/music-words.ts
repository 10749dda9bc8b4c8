/** m:ss, or h:mm:ss. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export const percentOf = (share: number): string => `${Math.round(share * 100)}%`;

/** The music page lies beside the stage, and takes the same key. */
export function musicAddress(stageUrl: string): string {
  const url = new URL(stageUrl);
  return `${url.origin}/music/?token=${url.searchParams.get('token') ?? ''}`;
}
