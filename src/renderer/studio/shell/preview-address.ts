/** The stage's address for our own preview: the same page, marked as a preview, from this page's origin where it is the same server by another name. */
export function previewAddress(stageUrl: string, pageUrl: string): string {
  const stage = new URL(stageUrl, pageUrl);
  const page = new URL(pageUrl);
  if (stage.port === page.port && isLoopback(stage.hostname) && isLoopback(page.hostname)) stage.hostname = page.hostname;
  stage.searchParams.set('kind', 'preview');
  return stage.href;
}

function isLoopback(host: string): boolean {
  return host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
}
