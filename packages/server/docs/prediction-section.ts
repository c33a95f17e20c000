/** What is done with what clients predict of an answer. */
export function predictionSection(): string {
  return `### Predictions

A \`prediction\` is text that the answer is likely to have: a file that is to be changed, for example.
Where the answer follows it, several of its tokens are computed in one step; behind a place where the
answer differs it is taken up again. The answer is what it would be without, and so are its
probabilities, up to the last bits of sums, as with other requests beside it. How much is gained is a
matter of the machine; what does not pay is left ([speculation](configuration.md)).

\`accepted_prediction_tokens\` are the tokens of the prediction that the answer has, in its order, and
\`rejected_prediction_tokens\` the others. They do not count as \`completion_tokens\` here, as they do
at OpenAI: these are the tokens of the answer. Of a model that reasons, the answer is all it writes.

As at OpenAI, there is no prediction beside \`n\` above 1, \`logprobs\`, \`tools\`, penalties above 0 and
\`max_completion_tokens\`; the \`lenient\` profile takes it beside all of these. Models whose past is one
state (recurrent and hybrid ones) take none, and none is taken with \`speculation: off\`; the
\`lenient\` profile leaves it out then, and names it in \`x-samewire-ignored\`.`;
}
