import { app, type Session, shell, type WebContents } from 'electron';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { isOwnPage, isOwnRequest, linkTarget, type OwnOrigins } from './navigation-policy.ts';
import { isPermissionGranted } from './permission-policy.ts';

export interface SessionGuardOptions {
  readonly session: Session;
  /** Empty until the local server is up: nothing can be loaded before. */
  readonly ownOrigins: () => OwnOrigins;
  readonly isStudioWindow: (contents: WebContents) => boolean;
  readonly development: boolean;
  readonly logger: Logger;
}

/** Keeps every page of the program on our own origin, without remote content and without abilities it was not given. */
export function guardSession(options: SessionGuardOptions): void {
  guardPermissions(options);
  guardRequests(options);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, options));
  app.on('certificate-error', (event, _contents, url, error, _certificate, trust) => {
    event.preventDefault();
    options.logger.warn('a page asked for an address whose certificate is not trusted; refused', {
      url: withoutQuery(url),
      error,
    });
    trust(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
}

function guardPermissions({ session, ownOrigins, isStudioWindow, logger }: SessionGuardOptions): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const granted = isPermissionGranted(
      {
        permission,
        fromStudioWindow: isStudioWindow(contents),
        fromTopFrame: details.isMainFrame,
        requestingUrl: details.requestingUrl ?? '',
        pageUrl: contents.getURL(),
      },
      ownOrigins(),
    );
    if (!granted)
      logger.info('a page asked for a permission it does not have', {
        permission,
        url: withoutQuery(details.requestingUrl ?? ''),
      });
    answer(granted);
  });
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) => {
    if (contents === null) return false;
    return isPermissionGranted(
      {
        permission,
        fromStudioWindow: isStudioWindow(contents),
        fromTopFrame: details.isMainFrame,
        requestingUrl: details.requestingUrl ?? requestingOrigin,
        pageUrl: contents.getURL(),
      },
      ownOrigins(),
    );
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event, item) => {
    // Exports (persona cards, recordings) are files the page made itself, or our own server's.
    if (isOwnRequest(item.getURL(), ownOrigins(), false)) return;
    event.preventDefault();
  });
}

function guardRequests({ session, ownOrigins, development, logger }: SessionGuardOptions): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isOwnRequest(details.url, ownOrigins(), development);
    if (!allowed) logger.warn('remote content was refused', { url: withoutQuery(details.url), type: details.resourceType });
    answer({ cancel: !allowed });
  });
}

function guardContents(contents: WebContents, { ownOrigins, logger }: SessionGuardOptions): void {
  const refuseForeign = (event: { preventDefault(): void; url?: string }, url?: string): void => {
    const target = url ?? event.url ?? '';
    if (isOwnPage(target, ownOrigins())) return;
    event.preventDefault();
    logger.warn('a page tried to leave the program; refused', { url: withoutQuery(target) });
  };
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-frame-navigate', (details) => refuseForeign(details));
  contents.setWindowOpenHandler(({ url }) => {
    if (linkTarget(url, ownOrigins()) === 'browser') {
      shell
        .openExternal(url)
        .catch((error: unknown) => logger.warn('the system browser did not open', { cause: messageFromUnknown(error) }));
    } else {
      logger.warn('a link was refused', { url: withoutQuery(url) });
    }
    return { action: 'deny' };
  });
}

/** Addresses may carry a token. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '').slice(0, 300);
}
