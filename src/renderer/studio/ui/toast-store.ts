import { createStore } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad' | 'plain';
  readonly title: string;
  readonly text?: string | undefined;
  /** A way back or onward; the toast goes when it is taken. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}
export type NewToast = Omit<Toast, 'id'>;

/** More would cover the page; the oldest goes first. */
const MAX_TOASTS = 4;
let lastId = 0;

export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

/** Shows a short message in the corner. The same words twice in a row are one toast. */
export function showToast(toast: NewToast): void {
  lastId += 1;
  const id = lastId;
  toastStore.setState(({ toasts }) => ({
    toasts: [...toasts.filter((other) => other.title !== toast.title || other.text !== toast.text), { ...toast, id }].slice(
      -MAX_TOASTS,
    ),
  }));
}

export function dismissToast(id: number): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
