/** Collects finished sentences of a growing answer, to be read out one by one. */
export class SentenceFeed {
  #said = 0;

  /** Takes the whole text so far and returns what of it is finished and was not said yet. */
  update(text: string, isEnd: boolean): string {
    const fresh = text.slice(this.#said);
    const length = isEnd ? fresh.length : lastSentenceEnd(fresh);
    this.#said += length;
    return spoken(fresh.slice(0, length));
  }
}

/** A full stop counts when something follows it: until then `3.` may become `3.14`. */
function lastSentenceEnd(text: string): number {
  const ends = [...text.matchAll(/[.!?…:][)"'”’*_]*\s|\n/g)];
  const last = ends.at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}

/** Markdown without the marks that would be read out as noise. */
function spoken(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^\s*(?:#{1,6}|>|[-*+]|\|?[-:| ]+\|?$)\s*/gm, '')
    .replaceAll(/```\w*|[`*|]|(?<!\w)_|_(?!\w)/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
