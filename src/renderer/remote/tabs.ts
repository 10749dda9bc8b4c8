import { element, pressButton } from './elements.ts';

/** Pages of which one is seen, and the bar that chooses. Arrow keys go from one to the next. */
export interface Tabs {
  readonly bar: HTMLElement;
  readonly current: HTMLElement | undefined;
}

const REMEMBERED = 'yingxi.remote.page';

export function createTabs(pages: readonly { readonly name: string; readonly page: HTMLElement }[], onChange: () => void): Tabs {
  const bar = element('div', 'tabs');
  bar.setAttribute('role', 'tablist');
  let current: HTMLElement | undefined;
  const tabs = pages.map(({ name, page }, index) => {
    const tab = pressButton(name, 'tab');
    tab.id = `tab-${index}`;
    tab.setAttribute('role', 'tab');
    page.setAttribute('role', 'tabpanel');
    page.setAttribute('aria-labelledby', tab.id);
    tab.addEventListener('click', () => {
      choose(index);
      onChange();
    });
    tab.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      const next = tabs[index + step];
      if (step === 0 || next === undefined) return;
      next.tab.focus();
      next.tab.click();
    });
    bar.append(tab);
    return { tab, page };
  });

  function choose(chosen: number): void {
    current = tabs[chosen]?.page;
    for (const [index, { tab, page }] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      page.hidden = index !== chosen;
    }
    localStorage.setItem(REMEMBERED, String(chosen));
  }

  choose(localStorage.getItem(REMEMBERED) === '1' ? 1 : 0);
  return {
    bar,
    get current() {
      return current;
    },
  };
}
