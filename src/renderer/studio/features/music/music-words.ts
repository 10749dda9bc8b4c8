export const percentOf = (share: number): string => `${Math.round(share * 100)}%`;

/** The music page lies beside the stage, and takes the same key. */
export function musicAddress(stageUrl: string): string {
  const url = new URL(stageUrl);
  return `${url.origin}/music/?token=${url.searchParams.get('token') ?? ''}`;
}
