import { createPressBook } from '#renderer/shared/press-book.ts';
import type { RemoteButton, RemoteView } from '#shared/contract/remote.ts';
import { element, pressButton, whileTouched } from './elements.ts';
import { createPuppetPanel } from './puppet-panel.ts';
import { connectRemote, type RemoteConnection, type RemoteLink } from './remote-connection.ts';
import { createTabs } from './tabs.ts';
import type { RemoteTexts } from './texts.ts';

const NOTE_MS = 2500;
const BUZZ_MS = 12;
/** The one thing in the talk button's book. */
const TALK = 'talk';

/** Draws the page into `root`: names come from the streamer's files, so they are only ever set as text. */
export function createRemotePage(root: HTMLElement, texts: RemoteTexts, token: string): void {
  const { status, model, buttons, grid, empty, talk, stop, note, pages } = layOut(root, texts);
  let link: RemoteLink = 'connecting';
  const cells = new Map<string, HTMLButtonElement>();
  let order = '';
  let noteTimer: ReturnType<typeof setTimeout> | undefined;

  const say = (text: string): void => {
    note.textContent = text;
    note.hidden = false;
    clearTimeout(noteTimer);
    noteTimer = setTimeout(() => {
      note.hidden = true;
    }, NOTE_MS);
  };
  const failed = (): void => say(texts.failed);
  const press = (id: string, holds: boolean): void => {
    navigator.vibrate?.(BUZZ_MS);
    connection
      .api()
      .remote.press({ id, holds })
      .then(({ answer }) => (answer === 'done' ? undefined : say(texts.answers[answer])), failed);
  };
  const book = createPressBook({
    press: (id) => press(id, true),
    release: (id) => void connection.api().remote.release({ id }).catch(failed),
    holding: (ids) =>
      void connection
        .api()
        .remote.holding({ ids: ids.slice(0, 10) })
        .catch(() => undefined),
    every,
  });
  const talkBook = createPressBook({
    press: () => {
      navigator.vibrate?.(BUZZ_MS);
      connection.api().remote.talk({ held: true }).catch(failed);
    },
    release: () => void connection.api().remote.talk({ held: false }).catch(failed),
    holding: () =>
      void connection
        .api()
        .remote.talk({ held: true })
        .catch(() => undefined),
    every,
  });
  const puppet = createPuppetPanel({
    texts,
    token,
    drive: (mode) => void connection.api().remote.drive({ mode }).catch(failed),
    buzz: () => void navigator.vibrate?.(BUZZ_MS),
  });
  const tabs = createTabs(
    [
      { name: texts.tabs.buttons, page: buttons },
      { name: texts.tabs.puppet, page: puppet.root },
    ],
    activate,
  );
  pages.append(tabs.bar, buttons, puppet.root);
  // Tells its state at once, so everything that it tells must be there before.
  const connection: RemoteConnection = connectRemote({ token, onView: show, onLink: showLink });
  stop.addEventListener('click', () => {
    navigator.vibrate?.(BUZZ_MS);
    connection.api().remote.stop().catch(failed);
  });
  whileTouched(
    talk,
    () => talkBook.down(TALK, [{ id: TALK }], 'button'),
    () => talkBook.up(TALK),
  );
  document.addEventListener('visibilitychange', activate);
  window.addEventListener('pagehide', () => {
    puppet.setActive(false);
    book.close();
    talkBook.close();
  });

  function activate(): void {
    puppet.setActive(tabs.current === puppet.root && link === 'connected' && document.visibilityState === 'visible');
  }

  function showLink(next: RemoteLink): void {
    link = next;
    activate();
    root.dataset.link = link;
    status.textContent = link === 'revoked' ? texts.revoked : texts[link];
    if (link === 'connected') return;
    book.upAll('');
    talkBook.upAll('');
  }

  function show(view: RemoteView): void {
    model.textContent = view.modelName;
    stop.dataset.live = String(view.speaking);
    puppet.show(view);
    talk.hidden = view.talk === 'off';
    talk.disabled = view.talk === 'no-microphone';
    talk.setAttribute('aria-pressed', String(view.talk === 'held'));
    talk.textContent = texts.talk[view.talk === 'held' || view.talk === 'no-microphone' ? view.talk : 'ready'];
    empty.hidden = view.buttons.length > 0;
    const next = view.buttons.map(({ id, holds }) => `${id}${holds}`).join();
    if (next !== order) {
      order = next;
      cells.clear();
      grid.replaceChildren(...view.buttons.map(makeCell));
    }
    for (const button of view.buttons) update(button);
  }

  /** One that holds lasts from touch to release and cannot be scrolled by; the others are clicks, so that scrolling fires nothing. */
  function makeCell({ id, holds }: RemoteButton): HTMLButtonElement {
    const cell = document.createElement('button');
    cell.type = 'button';
    cell.append(element('span', 'emoji'), element('span', 'name'));
    cells.set(id, cell);
    if (!holds) {
      cell.addEventListener('click', () => press(id, false));
      return cell;
    }
    cell.classList.add('holds');
    whileTouched(
      cell,
      () => book.down(id, [{ id }], 'button'),
      () => book.up(id),
    );
    return cell;
  }

  function update({ id, name, emoji, on, coolingFor }: RemoteButton): void {
    const cell = cells.get(id);
    const [picture, label] = cell?.children ?? [];
    if (cell === undefined || !(picture instanceof HTMLElement) || !(label instanceof HTMLElement)) return;
    if (picture.textContent !== emoji) picture.textContent = emoji;
    const text = name === '' ? texts.unnamed : name;
    if (label.textContent !== text) label.textContent = text;
    cell.setAttribute('aria-pressed', String(on));
    cell.classList.toggle('cooling', coolingFor > 0);
    // The view comes again only with a change: the end of the rest is this page's to see.
    if (coolingFor > 0) setTimeout(() => cell.classList.remove('cooling'), coolingFor * 1000);
  }
}

function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms);
  return () => clearInterval(timer);
}

function layOut(root: HTMLElement, texts: RemoteTexts) {
  const model = element('strong', 'model');
  const status = element('span', 'status');
  status.setAttribute('role', 'status');
  const head = element('header', '');
  head.append(model, status);
  const grid = element('div', 'grid');
  const empty = element('p', 'empty');
  empty.textContent = texts.empty;
  empty.hidden = true;
  const note = element('p', 'note');
  note.setAttribute('role', 'alert');
  note.hidden = true;
  const talk = pressButton('', 'talk');
  talk.hidden = true;
  const stop = pressButton(texts.stop, 'stop');
  const buttons = element('div', 'buttons');
  buttons.append(empty, grid);
  const pages = element('main', 'pages');
  root.replaceChildren(head, pages, note, talk, stop);
  return { model, status, buttons, grid, empty, talk, stop, note, pages };
}
