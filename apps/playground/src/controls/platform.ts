/** Decides only which key's name is written; both keys work everywhere. */
export const isApple = /Mac|iP(?:hone|ad|od)/.test(navigator.platform);
