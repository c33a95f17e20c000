import { MockError } from '../mock/mock-error.ts';

/** The hosts that were asked for in vain, said once and then forgotten. */
export class Refusals {
  #hosts: string[] = [];

  readonly add = (host: string): void => {
    this.#hosts.push(host);
  };

  /** @throws MockError if there were any since the last time */
  throwIfAny(): void {
    const hosts = [...new Set(this.#hosts)];
    this.#hosts = [];
    if (hosts.length > 0)
      throw new MockError(
        `something connected to ${hosts.join(', ')}, which is no part of the mock`,
      );
  }
}
