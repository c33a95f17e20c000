/** What operators can do with what the cache keeps. */
export function cacheSection(): string {
  return `## The cache

With the setting \`cache-api\` there are three endpoints of samewire's own, for whoever runs the server:

- \`GET /cache\` lists the sequences that stand in cells of the KV cache, last used first, as
  \`{"object": "cached_sequence", "tokens": 812, "in_use": false}\` in \`data\`. Beside that are
  \`tokens_in_cells\`, where tokens that sequences share count once, and \`ram_bytes\`,
  \`ram_limit_bytes\` and \`disk_bytes\` of the tiers below. While requests run, these figures may be
  20 ms old.
- \`POST /cache/save\` puts on disk what cells and RAM keep, up to \`cache-disk-bytes\`, while requests
  go on, and answers the same when it is done. Without a \`cache-disk-dir\`, and with a \`separate\`
  KV cache, it is refused with 400.
- \`DELETE /cache\` forgets whatever no running request uses, in cells, in RAM and on disk, and answers
  \`{"object": "cache", "deleted": true, "sequences": 3}\`: how many of them stood in cells.

There is no call to restore: a prompt finds whatever begins as it does, wherever it is, also
after a restart. A server that is stopped saves for at most five seconds. Before it is stopped for
good, or its folder is moved to another machine with the same model, build and kind of CPU, save
first: that takes as long as is needed.

All of it is told of all API keys together, without any content, and any of the keys may ask. It is that
of the main model; an \`embedding-model\` keeps nothing. Without the setting these are unknown
URLs.`;
}
