// Makes the type of `window.yingxiStage` known to tests; nothing of the page is loaded.
import type {} from '#renderer/stage/main.ts';
