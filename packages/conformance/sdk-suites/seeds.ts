import type { SeedObject } from '@samewire/server';

const item = (id: string) =>
  ({ type: 'message', id, role: 'user', content: 'Hi' }) as const;

const conversation = (id: string): SeedObject => ({
  object: 'conversation',
  id,
  items: [item('msg_abc'), item('after')],
});

const chat = (id: string): SeedObject => ({
  object: 'chat.completion',
  id,
  messages: [{ role: 'user', content: 'Hi' }],
  answer: 'Hello!',
});

const response = (id: string): SeedObject => ({
  object: 'response',
  id,
  input: [item('msg_of_the_user'), item('after')],
  answer: 'Hello!',
  background: true,
});

const batch = (id: string): SeedObject => ({
  object: 'batch',
  id,
  endpoint: '/v1/responses',
  input_file_id: 'input_file_id',
});

const line = {
  custom_id: 'one',
  method: 'POST',
  url: '/v1/responses',
  body: { model: 'tiny', input: 'Hi' },
};

const file = (id: string): SeedObject => ({
  object: 'file',
  id,
  filename: `${id}.jsonl`,
  purpose: 'batch',
  content: `${JSON.stringify(line)}\n`,
});

/** What the tests of the SDKs ask for by ids that are written in them. */
export const seeds: readonly SeedObject[] = [
  { object: 'model', id: 'ft:gpt-4o-mini:acemeco:suffix:abc123' },
  ...['completion_id', 'after'].map(chat),
  ...[
    'response_id',
    'resp_123',
    'resp_677efb5139a88190b512bc3fef8e535d',
    'previous_response_id',
  ].map(response),
  ...['conv_123', 'string'].map(conversation),
  ...['file_id', 'input_file_id', 'after'].map(file),
  ...['batch_id', 'after'].map(batch),
  {
    object: 'upload',
    id: 'upload_abc123',
    filename: 'data.txt',
    purpose: 'assistants',
    parts: [{ id: 'string', content: 'Example data' }],
  },
];
