import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema, OpenApiDocument } from './open-document.ts';
import { patchSchemas } from './patches.ts';

/** An answer to a request for something that OpenAI's document may know. */
export interface JudgedAnswer {
  readonly method: string;
  /** Without the `/v1` in front: `/responses/{response_id}`. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const anyStream = 'text/event-stream';

/** Events that only servers send which are told to have the form of Open Responses. */
const ofOpenResponses = new Set(['response.reasoning.delta', 'response.reasoning.done']);

/** OpenAI's published document, patched where OpenAI's own answers do not fit it. */
export class PublishedDocument {
  readonly #document: OpenApiDocument;
  readonly #schemas: Readonly<Record<string, JsonSchema>>;
  readonly #ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
  });
  readonly #compiled = new Map<string, ValidateFunction>();
  #eventNames: ReadonlyMap<string, string> | undefined;

  constructor(document: OpenApiDocument) {
    this.#document = document;
    this.#schemas = patchSchemas(document.components.schemas);
    this.#ajv.addSchema({ $id: 'openai', components: { schemas: this.#schemas } });
  }

  /** What of an answer does not fit; nothing for answers that the document does not describe. */
  faultsOf(answer: JudgedAnswer): string[] {
    const { method, path, status, contentType, body } = answer;
    const operation = this.#document.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) return [];
    const at = `${method} ${path}, status ${status}`;
    if (status >= 400) return this.#faults('ErrorResponse', JSON.parse(body), at);
    const content = operation.responses['200']?.content ?? {};
    if (contentType.startsWith(anyStream))
      return eventsOf(body).flatMap((event) => this.#faultsOfEvent(event, content, at));
    const { schema } = content['application/json'] ?? {};
    if (schema === undefined || !contentType.startsWith('application/json')) return [];
    return this.#faults(nameIn(schema), JSON.parse(body), at);
  }

  #faultsOfEvent(
    event: unknown,
    content: Readonly<Record<string, { schema?: JsonSchema }>>,
    at: string,
  ): string[] {
    const type = typeOf(event);
    if (type !== undefined) {
      this.#eventNames ??= this.#namesOfEvents();
      const name = this.#eventNames.get(type);
      if (ofOpenResponses.has(type)) return [];
      if (name === undefined) return [`${at}: there is no event ${type}`];
      return this.#faults(name, event, `${at}, event ${type}`);
    }
    if (isError(event)) return this.#faults('ErrorResponse', event, at);
    // Completions have no schema for their events: these are like the answer.
    const { schema } = content[anyStream] ?? content['application/json'] ?? {};
    return schema === undefined ? [] : this.#faults(nameIn(schema), event, at);
  }

  #faults(name: string, value: unknown, at: string): string[] {
    const validate = this.#validatorOf(name);
    if (validate(value)) return [];
    const { instancePath = '', message = '' } = validate.errors?.[0] ?? {};
    return [`${at}: ${instancePath} ${message} (${name}) in ${JSON.stringify(value)}`];
  }

  #validatorOf(name: string): ValidateFunction {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const made = this.#ajv.compile({ $ref: `openai#/components/schemas/${name}` });
    this.#compiled.set(name, made);
    return made;
  }

  /** A union of more than fifty events says little of why none fits: the right one is asked. */
  #namesOfEvents(): ReadonlyMap<string, string> {
    const { schemas } = this.#document.components;
    const members = schemas['ResponseStreamEvent']?.['anyOf'];
    const names = Array.isArray(members) ? members.map(nameIn) : [];
    return new Map(
      names.flatMap((name) => typesOf(schemas[name]).map((type) => [type, name])),
    );
  }
}

/** The data of the events of a stream, parsed. */
function eventsOf(stream: string): unknown[] {
  return stream
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => JSON.parse(line.slice('data: '.length)));
}

function nameIn(schema: JsonSchema): string {
  const { $ref } = schema;
  if (typeof $ref !== 'string')
    throw new Error(`no reference: ${JSON.stringify(schema)}`);
  return $ref.slice($ref.lastIndexOf('/') + 1);
}

function typesOf(schema: JsonSchema | undefined): string[] {
  const { properties } = schema ?? {};
  const types = fieldOf(fieldOf(properties, 'type'), 'enum');
  return Array.isArray(types) ? types.filter((type) => typeof type === 'string') : [];
}

function typeOf(event: unknown): string | undefined {
  const type = fieldOf(event, 'type');
  return typeof type === 'string' ? type : undefined;
}

function isError(event: unknown): boolean {
  return fieldOf(event, 'error') !== undefined && fieldOf(event, 'object') === undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;
}
