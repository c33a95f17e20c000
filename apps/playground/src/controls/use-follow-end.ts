import { useEffect, type RefObject } from 'react';

/** How close to the end still counts as reading along. */
const slack = 64;

/**
 * Keeps the end of a growing box in view, until the reader scrolls up, and again once they
 * are back at the end. Another `subject` is followed from the start; none is not followed.
 */
export function useFollowEnd(
  box: RefObject<HTMLElement | null>,
  subject: string | undefined,
): void {
  useEffect(() => {
    const element = box.current;
    const content = element?.firstElementChild;
    if (!element || !content || subject === undefined) return;
    let follows = true;
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      const isAtEnd = scrollHeight - scrollTop - clientHeight < slack;
      // Only going up ends it: by the time this is told, the end may have moved on.
      if (isAtEnd) follows = true;
      else if (scrollTop < lastTop) follows = false;
      lastTop = scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (follows) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(content);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [box, subject]);
}
