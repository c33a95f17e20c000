import type { Failure } from './failure.ts';

/** A failure in words: what happened, what the other side said, what to do now. */
export interface Explanation {
  readonly title: string;
  readonly message: string | undefined;
  readonly advice: string;
}

export function explainFailure(failure: Failure): Explanation {
  switch (failure.kind) {
    case 'unreachable':
      return {
        title: 'The server did not answer',
        message: failure.detail,
        advice: 'Check that samewire is still running in its terminal, then try again.',
      };
    case 'cut-short':
      return {
        title: 'The connection was lost in the middle of the answer',
        message: failure.detail,
        advice:
          'What had arrived is kept. The server may have been stopped: check it, then try again.',
      };
    case 'not-the-wire':
      return {
        title: 'The answer is not an event stream',
        message: failure.detail,
        advice: 'Something between this page and the server may have answered instead.',
      };
    case 'stream':
      return {
        title: 'The server reported an error in the middle of the answer',
        message: failure.error.message,
        advice: 'What had arrived is kept. Try again; the server log says more.',
      };
    case 'http':
      return explainStatus(failure);
    default:
      return failure satisfies never;
  }
}

function explainStatus({
  status,
  error,
  retryAfterSeconds,
}: Extract<Failure, { kind: 'http' }>): Explanation {
  const { message } = error;
  if (error.code === 'context_length_exceeded')
    return {
      title: 'The conversation is longer than the model can read',
      message,
      advice: 'Start a new conversation, shorten a turn, or lower the token limit.',
    };
  if (status === 401 || status === 403)
    return {
      title: 'The server wants an API key',
      message,
      advice: 'Enter the key above, then try again.',
    };
  if (status === 404)
    return {
      title: 'The server does not have this model',
      message,
      advice: 'Choose another model at the top of the conversation.',
    };
  if (status === 429)
    return {
      title: 'Too many requests for now',
      message,
      advice: `Wait ${waitingTime(retryAfterSeconds)}, then try again.`,
    };
  if (status === 503)
    return {
      title: 'The server is not ready to answer',
      message,
      advice:
        'The model is loading or every place is taken. Try again when the status above says ready.',
    };
  if (status >= 500)
    return {
      title: 'The server failed',
      message,
      advice: 'Try again. If it happens again, the server log says why.',
    };
  return {
    title: error.param
      ? `The server refused ${error.param}`
      : 'The server refused the request',
    message,
    advice: 'Correct the setting named here, then try again.',
  };
}

function waitingTime(seconds: number | undefined): string {
  if (seconds === undefined) return 'a moment';
  return seconds === 1 ? 'one second' : `${seconds} seconds`;
}
