/** Which endpoint failed: it decides what the prompt is called. */
export type Endpoint =
  | 'chat'
  | 'completions'
  | 'responses'
  | 'messages'
  | 'embeddings'
  | 'rerank';
