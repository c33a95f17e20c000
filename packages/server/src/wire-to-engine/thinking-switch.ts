/** Variables that tell a chat template whether to think: the names of Qwen's and of DeepSeek's. */
export function thinkingSwitch(isOn: boolean): Record<string, boolean> {
  return { enable_thinking: isOn, thinking: isOn };
}
