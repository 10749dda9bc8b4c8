export function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  return made;
}

export function pressButton(text: string, className: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.textContent = text;
  return button;
}

/** From touch to release, wherever the finger goes meanwhile. */
export function whileTouched(button: HTMLElement, down: () => void, up: () => void): void {
  button.addEventListener('pointerdown', (event) => {
    button.setPointerCapture(event.pointerId);
    down();
  });
  button.addEventListener('pointerup', up);
  button.addEventListener('pointercancel', up);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
}
