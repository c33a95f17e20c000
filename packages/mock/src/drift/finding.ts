/** One difference between what an answer was and what it is. */
export interface DriftFinding {
  readonly kind: 'added' | 'missing' | 'changed';
  readonly what:
    | 'status'
    | 'header'
    | 'body'
    | 'framing'
    | 'comment'
    | 'event'
    | 'field'
    | 'presence'
    | 'place'
    | 'order';
  /** The header, the path of the field, the property of the framing. */
  readonly where: string;
  readonly was?: string;
  readonly is?: string;
  /** Whether a client that worked may stop to. What is only added breaks none. */
  readonly breaks: boolean;
}

/** A finding that something has another value, if it has. */
export function changed(
  what: DriftFinding['what'],
  where: string,
  was: string,
  is: string,
  breaks = true,
): DriftFinding[] {
  return was === is ? [] : [{ kind: 'changed', what, where, was, is, breaks }];
}
