import type { ChatCompletionRequest, ResponseRequest } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';

/** What form an answer has to have, whichever way it was asked for. */
export type OutputFormat =
  | { readonly kind: 'any' }
  | { readonly kind: 'grammar'; readonly gbnf: string }
  | {
      readonly kind: 'schema';
      readonly schema: unknown;
      readonly isStrict: boolean;
      /** The name that the client gave it. */
      readonly name: string;
      /** Where faults of the schema are. */
      readonly param: string;
      readonly code: 'invalid_json_schema' | null;
      /** How a fault is told, where that is not OpenAI's sentence. */
      readonly sentence?: (reason: string) => string;
    };

const anyFormat: OutputFormat = { kind: 'any' };

const anyObject = { schema: { type: 'object' }, isStrict: false, name: 'json_object' };

type FormatFields = Pick<
  ChatCompletionRequest,
  'response_format' | 'grammar' | 'json_schema'
>;

/** @throws WireError for two forms at once, and for what OpenAI asks of `json_object` */
export function chatFormat(
  body: FormatFields & Pick<ChatCompletionRequest, 'messages'>,
): OutputFormat {
  const format = body.response_format;
  const own = extensionFormat(body, format != null && format.type !== 'text');
  if (own !== undefined) return own;
  switch (format?.type) {
    case undefined:
    case 'text':
      return anyFormat;
    case 'json_object':
      requireWordJson(
        body.messages,
        "'messages' must contain the word 'json' in some form, to use 'response_format' of " +
          "type 'json_object'.",
        'messages',
      );
      return { kind: 'schema', ...anyObject, param: 'response_format', code: null };
    case 'json_schema': {
      const { name, schema, strict } = format.json_schema;
      if (schema === undefined)
        throw new WireError(
          "Missing required parameter: 'response_format.json_schema.schema'.",
          {
            param: 'response_format.json_schema.schema',
            code: 'missing_required_parameter',
          },
        );
      return {
        kind: 'schema',
        schema,
        isStrict: strict === true,
        name,
        param: 'response_format',
        code: null,
      };
    }
  }
}

/**
 * The forms that llama.cpp has and OpenAI has not.
 *
 * @param isFormatted whether another form is asked for as well
 * @throws WireError
 */
export function extensionFormat(
  { grammar, json_schema: schema }: Omit<FormatFields, 'response_format'>,
  isFormatted = false,
): OutputFormat | undefined {
  if ([isFormatted, grammar != null, schema != null].filter(Boolean).length > 1)
    throw new WireError(
      "Only one form of the answer can be asked for: a format, 'grammar' or 'json_schema'.",
      {
        param: grammar == null ? 'json_schema' : 'grammar',
        code: 'invalid_parameter_combination',
      },
    );
  if (grammar != null) return { kind: 'grammar', gbnf: grammar };
  if (schema == null) return undefined;
  return {
    kind: 'schema',
    schema,
    isStrict: false,
    name: 'json_schema',
    param: 'json_schema',
    code: null,
  };
}

/** @throws WireError for what OpenAI asks of `json_object` */
export function responseFormat(
  body: Pick<
    ResponseRequest,
    'text' | 'input' | 'instructions' | 'grammar' | 'json_schema'
  >,
): OutputFormat {
  const format = body.text?.format;
  const own = extensionFormat(body, format !== undefined && format.type !== 'text');
  if (own !== undefined) return own;
  switch (format?.type) {
    case undefined:
    case 'text':
      return anyFormat;
    case 'json_object':
      requireWordJson(
        [body.input, body.instructions],
        "Response input messages must contain the word 'json' in some form to use " +
          "'text.format' of type 'json_object'.",
        'input',
      );
      return { kind: 'schema', ...anyObject, param: 'text.format', code: null };
    case 'json_schema':
      return {
        kind: 'schema',
        schema: format.schema,
        isStrict: format.strict === true,
        name: format.name,
        param: 'text.format.schema',
        code: 'invalid_json_schema',
      };
  }
}

/** A model that is not told to write JSON may write white space until its tokens run out. */
function requireWordJson(texts: unknown, message: string, param: string): void {
  if (/json/i.test(JSON.stringify(texts))) return;
  throw new WireError(message, { param });
}
