/** Pictures and recordings, on every endpoint that takes them. */
export function mediaSection(): string {
  return `## Images and audio

With the setting \`mmproj\`, the GGUF file of the encoders that belong to the model, prompts may have
pictures or recordings, as far as these encoders take them:

- \`image_url\` and \`input_audio\` parts in what the user says to \`/v1/chat/completions\`
- \`input_image\` parts in what the user says to \`/v1/responses\`
- \`image\` blocks with a \`base64\` source on \`/v1/messages\`, in results of tools too, as far as the
  model's chat template takes them there

Pictures are PNG, JPEG, GIF (the first frame) or BMP, recordings WAV, MP3 or FLAC. What a file is, its
bytes say, whatever its name or type claims. It comes in the request, as a data URL in base64 or as
base64, or on \`/v1/responses\` as the \`file_id\` of an uploaded file. Nothing is fetched: every other
URL is refused. \`detail\` has no effect: how many tokens a picture takes is the model's own.

Before a picture is decoded, what its head says is held to the limits that
[the settings](configuration.md) name; also, neither side may have more than 16384 pixels, nor more than
200 times as many as the other. What is over a limit, damaged, cut off or something else is a 400
whose \`param\` is the place of the file.

Pictures and recordings count as the tokens they take of the context, in \`prompt_tokens\`,
\`cached_tokens\` and everywhere; those of recordings also in \`audio_tokens\`. The same file in a later
turn, or from another client who may see the same prefixes, is found in the cache like text. In
\`/tokenize\` their tokens are negative: they are in no vocabulary.`;
}
