import { createPressBook } from '#renderer/shared/press-book.ts';
import type { RemoteButton, RemoteView } from '#shared/contract/remote.ts';
import { connectRemote, type RemoteConnection, type RemoteLink } from './remote-connection.ts';
import type { RemoteTexts } from './texts.ts';

const NOTE_MS = 2500;
const BUZZ_MS = 12;

/** Draws the page into `root`: names come from the streamer's files, so they are only ever set as text. */
export function createRemotePage(root: HTMLElement, texts: RemoteTexts, token: string): void {
  const { status, model, grid, empty, stop, note } = layOut(root, texts);
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
    every(ms, task) {
      const timer = setInterval(task, ms);
      return () => clearInterval(timer);
    },
  });
  // Tells its state at once, so everything that it tells must be there before.
  const connection: RemoteConnection = connectRemote({ token, onView: show, onLink: showLink });
  stop.addEventListener('click', () => {
    navigator.vibrate?.(BUZZ_MS);
    connection.api().remote.stop().catch(failed);
  });
  window.addEventListener('pagehide', () => book.close());

  function showLink(link: RemoteLink): void {
    root.dataset.link = link;
    status.textContent = link === 'revoked' ? texts.revoked : texts[link];
    if (link !== 'connected') book.upAll('');
  }

  function show(view: RemoteView): void {
    model.textContent = view.modelName;
    stop.dataset.live = String(view.speaking);
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
    const up = (): void => book.up(id);
    cell.addEventListener('pointerdown', (event) => {
      cell.setPointerCapture(event.pointerId);
      book.down(id, [{ id }], 'button');
    });
    cell.addEventListener('pointerup', up);
    cell.addEventListener('pointercancel', up);
    cell.addEventListener('contextmenu', (event) => event.preventDefault());
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

function layOut(root: HTMLElement, texts: RemoteTexts) {
  const model = element('strong', 'model');
  const status = element('span', 'status');
  status.setAttribute('role', 'status');
  const head = element('header', '');
  head.append(model, status);
  const grid = element('main', 'grid');
  const empty = element('p', 'empty');
  empty.textContent = texts.empty;
  empty.hidden = true;
  const note = element('p', 'note');
  note.setAttribute('role', 'alert');
  note.hidden = true;
  const stop = document.createElement('button');
  stop.type = 'button';
  stop.className = 'stop';
  stop.textContent = texts.stop;
  root.replaceChildren(head, empty, grid, note, stop);
  return { model, status, grid, empty, stop, note };
}

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  return made;
}
