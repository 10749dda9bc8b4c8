/** A new element with a class. */
export function element<Tag extends keyof HTMLElementTagNameMap = 'div'>(
  className: string,
  tag?: Tag,
  ...children: readonly Node[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag ?? ('div' as Tag));
  made.className = className;
  made.append(...children);
  return made;
}

/** Somebody's words: whatever their script and direction, they do not reach into what stands beside them. */
export function words(className: string, text: string): HTMLElement {
  const made = element(className, 'bdi');
  made.dir = 'auto';
  made.textContent = text;
  return made;
}

/** Sets a text only when it is another one. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** `share` of a bar, 0 … 1. */
export function setShare(fill: HTMLElement, share: number): void {
  fill.style.transform = `scaleX(${Math.max(0, Math.min(1, share)).toFixed(4)})`;
}
