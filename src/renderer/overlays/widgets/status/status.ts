import './status.css';
import { element, setText, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';
import { fill } from '../../words.ts';

/** What she is doing now, in one line. */
export const createStatus: CreateWidget<'status'> = (box, world) => {
  const text = words('o-status-text', '');
  box.classList.add('o-panel');
  box.append(element('o-status-mark', 'span', element(''), element(''), element('')), text);
  return {
    update(_topic, { status }) {
      if (status === undefined) return;
      const table = world.words();
      const isAnswer = status.about !== '' && (status.deed === 'thinking' || status.deed === 'speaking');
      const own = isAnswer ? fill(table.answering, { name: status.about }) : table.deeds[status.deed];
      setText(text, status.text === '' ? own : status.text);
      box.dataset.deed = status.deed;
      const isIdle = status.text === '' && (status.deed === 'idle' || status.deed === 'quiet');
      box.classList.toggle('is-away', isIdle && world.settings().hideIdle && !world.preview);
    },
  };
};
