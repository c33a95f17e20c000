import { quoted, WireError } from './wire-error.ts';

/** OpenAI's answer to a body that is no JSON object, and to a model that is no string. */
export function unparsableBody(): WireError {
  return new WireError(
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't " +
      'using your HTTP library correctly. The API expects a JSON payload, but what was sent ' +
      'was not valid JSON.)',
  );
}

export function missingModel(): WireError {
  return new WireError('you must provide a model parameter');
}

export function unknownModel(model: string): WireError {
  return new WireError(
    `The model \`${quoted(model)}\` does not exist or you do not have access to it.`,
    { status: 404, code: 'model_not_found' },
  );
}

/** The same at the Responses API, which has other words for it. */
export function unknownResponsesModel(model: string): WireError {
  return new WireError(`The requested model '${quoted(model)}' does not exist.`, {
    param: 'model',
    code: 'model_not_found',
  });
}

export function bodyTooLarge(limitBytes: number): WireError {
  return new WireError(
    `The request body is too large. Expected at most ${limitBytes} bytes.`,
    { status: 413 },
  );
}

export function unsupportedContentType(contentType: string | undefined): WireError {
  const got = contentType === undefined ? 'none' : `'${quoted(contentType)}'`;
  return new WireError(
    `Invalid content type: expected 'application/json', but got ${got} instead.`,
    { status: 415 },
  );
}

export function internalError(): WireError {
  return new WireError(
    'The server had an error while processing your request. Sorry about that!',
    { status: 500 },
  );
}
